package sc.fiji.duosegnet.engine;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the Java virtual machine from ending in the middle of native work. When Java ends, be it by
 * {@code System.exit} or a signal, the C library destroys TensorFlow's global objects while threads
 * that are inside a native call go on using them, which crashes the process. So the end waits, for
 * a limited time, until nobody holds it off any more; who does is asked to stop soon.
 */
final class OrderlyExit {

  /**
   * Cluster managers kill what is still there about 30 seconds after they have asked it to end; an
   * iteration of the widest preset takes less.
   */
  private static final long PATIENCE_SECONDS = 25;

  private static final Object LOCK = new Object();
  private static int holds;
  private static boolean prepared;
  private static volatile boolean requested;

  private OrderlyExit() {}

  /** Holds the end off until it is closed, on any thread. */
  static final class Hold implements AutoCloseable {

    private boolean closed;

    private Hold() {}

    @Override
    public void close() {
      synchronized (LOCK) {
        if (!closed) {
          closed = true;
          holds--;
          LOCK.notifyAll();
        }
      }
    }
  }

  /** Tells whether Java is ending, so that work must stop soon. */
  static boolean requested() {
    return requested;
  }

  /**
   * Begins native work.
   *
   * @return what the end waits for; to be closed when the work is done
   * @throws CancellationException if Java is ending and no other work holds it off
   */
  static Hold hold() {
    synchronized (LOCK) {
      if (!prepared) {
        prepare();
      }
      if (requested && holds == 0) {
        throw new CancellationException("The program is ending.");
      }
      holds++;
      return new Hold();
    }
  }

  private static void prepare() {
    try {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(OrderlyExit::waitForWork, "Duo-SegNet orderly exit"));
    } catch (IllegalStateException e) {
      requested = true; // it is ending already
    }
    prepared = true;
  }

  private static void waitForWork() {
    final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (LOCK) {
      requested = true;
      try {
        for (long left = 1; holds > 0 && left > 0; ) {
          left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (left > 0) {
            LOCK.wait(left);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // somebody is in a hurry
      }
    }
  }
}
