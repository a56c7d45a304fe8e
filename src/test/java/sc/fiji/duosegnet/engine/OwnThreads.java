package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The threads that trainings and segmentations start. */
final class OwnThreads {

  private OwnThreads() {}

  /** Returns the names of those that are alive. */
  static List<String> alive() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(Map.Entry::getKey)
        .map(Thread::getName)
        .filter(name -> name.startsWith("Duo-SegNet ") && !name.contains("exit"))
        .sorted()
        .toList();
  }

  /** Waits until they are gone, and fails if that takes longer than some time. */
  static void awaitEnd(long milliseconds) throws InterruptedException {
    final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    while (!alive().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertEquals(List.of(), alive());
  }
}
