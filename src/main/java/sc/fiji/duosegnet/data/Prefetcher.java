package sc.fiji.duosegnet.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Prepares values ahead on a thread of its own, in order. Used for batches, so that the networks
 * don't wait for files.
 *
 * @param <T> type of the values
 */
public final class Prefetcher<T> implements Supplier<T>, AutoCloseable {

  /** Time that {@link #close} gives a source that is busy, in milliseconds. */
  private static final long PATIENCE = 500;

  private final Supplier<T> source;
  private final int ahead;
  private final Object lock = new Object();
  private final Deque<T> ready = new ArrayDeque<>();
  private final Thread thread;
  private Throwable failure;
  private boolean closed;

  /**
   * Starts the thread.
   *
   * @param source gives non-null values; called on this prefetcher's thread only
   * @param ahead largest number of values that wait, 1 or more
   */
  public Prefetcher(Supplier<T> source, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException("Prefetch depth is " + ahead + "; give 1 or more.");
    }
    this.source = source;
    this.ahead = ahead;
    thread = new Thread(this::run, "Duo-SegNet batches");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns the next value; waits until it is there.
   *
   * @throws IllegalStateException if closed, or if the source has failed: its exception is the
   *     cause and its message the message
   */
  @Override
  public T get() {
    synchronized (lock) {
      while (!closed && ready.isEmpty() && failure == null) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("Waiting for the next batch was interrupted.", e);
        }
      }
      if (closed) {
        throw new IllegalStateException("No more batches: the training has been closed.");
      }
      if (ready.isEmpty()) {
        throw new IllegalStateException(failure.getMessage(), failure);
      }
      final T value = ready.removeFirst();
      lock.notifyAll();
      return value;
    }
  }

  /**
   * Ends the thread and drops what is ready. A source that is busy is interrupted; it gets half a
   * second, then ends on its own.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      ready.clear();
      lock.notifyAll();
    }
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (hasRoom()) {
        final T value = source.get();
        synchronized (lock) {
          ready.addLast(value);
          lock.notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only close() interrupts: the thread ends
    } catch (Throwable e) { // also errors such as lack of memory: the reader must not wait for ever
      synchronized (lock) {
        failure = e;
        lock.notifyAll();
      }
    }
  }

  private boolean hasRoom() throws InterruptedException {
    synchronized (lock) {
      while (!closed && ready.size() >= ahead) {
        lock.wait();
      }
      return !closed;
    }
  }
}
