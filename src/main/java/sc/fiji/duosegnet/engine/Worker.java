package sc.fiji.duosegnet.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The one thread on which a training or a segmentation calls the engine, so that its caller can
 * turn away from a long native call when the user cancels. That call is then finished in the
 * background before the engine's objects are closed, on the same thread.
 */
final class Worker {

  private static final long POLL_MILLISECONDS = 50;

  private final ExecutorService thread;
  private volatile Runnable abort = () -> {};

  Worker(String name) {
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              final Thread created = new Thread(task, name);
              created.setDaemon(true);
              return created;
            });
  }

  /**
   * Says how a running task is made to end soon.
   *
   * @param ending called on a canceling thread; the engine's objects can then only be closed
   */
  void onCancel(Runnable ending) {
    abort = ending;
  }

  /**
   * Runs a task on the worker's thread and waits for it.
   *
   * @param canceled asked before and polled while waiting
   * @throws CancellationException if canceled; a task that has begun ends in the background
   */
  <T> T call(Callable<T> task, BooleanSupplier canceled) {
    if (canceled.getAsBoolean()) {
      throw new CancellationException(); // many short tasks may never be waited for
    }
    final Future<T> future = thread.submit(() -> held(task));
    while (true) {
      try {
        return future.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (canceled.getAsBoolean()) {
          abort.run();
          throw new CancellationException();
        }
      } catch (InterruptedException e) {
        abort.run();
        Thread.currentThread().interrupt();
        throw new CancellationException();
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      }
    }
  }

  /** The program must not end in the middle of it. */
  private static <T> T held(Callable<T> task) throws Exception {
    final OrderlyExit.Hold hold = OrderlyExit.hold();
    try (hold) {
      return task.call();
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException exception) {
      return exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new EngineException(cause.getMessage(), cause);
  }

  /**
   * Runs a last task behind all others and ends the thread.
   *
   * @param release closes the engine's objects
   * @param wait waits for the end; otherwise it comes in the background
   */
  void finish(Runnable release, boolean wait) {
    final Future<?> end =
        thread.submit(
            () ->
                held(
                    () -> {
                      release.run();
                      return null;
                    }));
    thread.shutdown();
    if (wait) {
      try {
        end.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      }
    }
  }
}
