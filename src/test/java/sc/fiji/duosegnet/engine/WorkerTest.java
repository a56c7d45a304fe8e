package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {

  private final Worker worker = new Worker("worker test");

  @Test
  void aCanceledTaskIsNotBegun() {
    final AtomicBoolean begun = new AtomicBoolean();
    assertThrows(
        CancellationException.class,
        () ->
            worker.call(
                () -> {
                  begun.set(true);
                  return null;
                },
                () -> true));
    worker.finish(() -> {}, true);
    assertFalse(begun.get());
  }

  /** Each task is done long before the worker would look up from waiting for it. */
  @Test
  void cancelingBetweenShortTasksIsNoticed() {
    final AtomicInteger tasks = new AtomicInteger();
    assertThrows(
        CancellationException.class,
        () -> {
          for (int i = 0; i < 1000; i++) {
            worker.call(tasks::incrementAndGet, () -> tasks.get() >= 10);
          }
        });
    worker.finish(() -> {}, true);
    assertEquals(10, tasks.get());
  }

  @Test
  void cancelingLeavesALongTaskBehindAndReleasesAfterIt() throws InterruptedException {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch end = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    assertThrows(
        CancellationException.class,
        () ->
            worker.call(
                () -> {
                  begun.countDown();
                  end.await();
                  return null;
                },
                () -> begun.getCount() == 0));
    worker.finish(released::countDown, false);
    assertEquals(1, released.getCount());
    end.countDown();
    assertTrue(released.await(5, TimeUnit.SECONDS));
  }

  @Test
  void failuresArriveAsTheyAre() {
    final IllegalStateException failure = new IllegalStateException("no");
    assertEquals(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                worker.call(
                    () -> {
                      throw failure;
                    },
                    () -> false)));
    worker.finish(() -> {}, true);
  }
}
