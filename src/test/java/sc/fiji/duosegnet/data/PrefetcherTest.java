package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PrefetcherTest {

  @Test
  void valuesComeInOrderFromOneDaemonThread() {
    final AtomicInteger next = new AtomicInteger();
    final AtomicReference<Thread> thread = new AtomicReference<>();
    try (Prefetcher<Integer> prefetcher =
        new Prefetcher<>(
            () -> {
              thread.set(Thread.currentThread());
              return next.getAndIncrement();
            },
            3)) {
      for (int i = 0; i < 1000; i++) {
        assertEquals(i, prefetcher.get());
      }
      assertTrue(next.get() <= 1004, "no more than asked for is prepared");
      assertTrue(thread.get().isDaemon());
      assertEquals("Duo-SegNet batches", thread.get().getName());
    }
  }

  @Test
  void aFailureComesAfterTheValuesBeforeIt() {
    final AtomicInteger next = new AtomicInteger();
    final RuntimeException failure = new RuntimeException("File 'x' can't be read.");
    try (Prefetcher<Integer> prefetcher =
        new Prefetcher<>(
            () -> {
              if (next.get() == 2) {
                throw failure;
              }
              return next.getAndIncrement();
            },
            5)) {
      assertEquals(0, prefetcher.get());
      assertEquals(1, prefetcher.get());
      for (int i = 0; i < 2; i++) {
        final IllegalStateException e = assertThrows(IllegalStateException.class, prefetcher::get);
        assertSame(failure, e.getCause());
        assertEquals("File 'x' can't be read.", e.getMessage());
      }
    }
  }

  @Test
  void closingEndsAThreadThatWaitsForRoom() throws InterruptedException {
    final AtomicReference<Thread> thread = new AtomicReference<>();
    final Prefetcher<Integer> prefetcher =
        new Prefetcher<>(
            () -> {
              thread.set(Thread.currentThread());
              return 1;
            },
            1);
    prefetcher.get();
    final long start = System.nanoTime();
    prefetcher.close();
    thread.get().join(1000);
    assertFalse(thread.get().isAlive());
    assertTrue(System.nanoTime() - start < 1_000_000_000L);
    assertThrows(IllegalStateException.class, prefetcher::get);
    prefetcher.close();
  }

  @Test
  void closingEndsASourceThatWaitsAndItsReader() throws InterruptedException {
    final CountDownLatch waiting = new CountDownLatch(1);
    final AtomicReference<Thread> thread = new AtomicReference<>();
    final Prefetcher<Integer> prefetcher =
        new Prefetcher<>(
            () -> {
              thread.set(Thread.currentThread());
              waiting.countDown();
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
              }
              return 1;
            },
            1);
    final AtomicReference<Throwable> seen = new AtomicReference<>();
    final Thread reader =
        new Thread(
            () -> {
              try {
                prefetcher.get();
              } catch (IllegalStateException e) {
                seen.set(e);
              }
            });
    reader.start();
    waiting.await();
    prefetcher.close();
    thread.get().join(1000);
    reader.join(1000);
    assertFalse(thread.get().isAlive());
    assertFalse(reader.isAlive());
    assertEquals("No more batches: the training has been closed.", seen.get().getMessage());
  }

  @Test
  void theDepthIsChecked() {
    assertThrows(IllegalArgumentException.class, () -> new Prefetcher<>(() -> 1, 0));
  }
}
