package sc.fiji.duosegnet.tensorflow;

import java.lang.reflect.Field;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Ends the step that a session is running on another thread. TensorFlow's C library does that when
 * the session is closed; Java's {@link Session#close()} waits for the step first, so the C function
 * is called here.
 */
final class SessionStop {

  private final Session session;
  private boolean closed;

  SessionStop(Session session) {
    this.session = session;
  }

  /** Ends the running step, if there is one; the session can then only be closed. */
  synchronized void stop() {
    if (!closed) {
      try (TF_Status status = TF_Status.newStatus()) {
        tensorflow.TF_CloseSession(handle(), status);
      }
    }
  }

  /** Closes the session. */
  void close() {
    synchronized (this) {
      closed = true; // the handle is deleted from now on
    }
    session.close();
  }

  private TF_Session handle() {
    try {
      final Field field = Session.class.getDeclaredField("nativeHandle");
      field.setAccessible(true);
      return (TF_Session) field.get(session);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TensorFlow Java is of another version", e);
    }
  }
}
