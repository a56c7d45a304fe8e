package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Two trainings and a segmentation at the same time in one JVM: each is what it is alone. */
class SideBySideTest {

  private static final int THREADS = 3;

  @TempDir static Path folder;
  private static byte[] supervised;
  private static byte[] duo;
  private static float[] pixels;

  private static TrainingSettings settings(Method method) {
    return Resumed.settings(method).with("iterations", 8);
  }

  private static Path train(Method method, String name, TrainingMonitor monitor)
      throws IOException {
    final Path model = folder.resolve(name);
    ModelTraining.run(Resumed.request(settings(method), model, Resumed.EVERY_SECOND), monitor);
    return model;
  }

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    final Path model = train(Method.DUO_SEGNET, "duo-alone.zip", new Trainings.Monitor());
    duo = Resumed.weights(model);
    try (Segmenter segmenter = Segmenter.open(model, 0, 2)) {
      pixels = segment(segmenter);
    }
    supervised =
        Resumed.weights(train(Method.SUPERVISED, "supervised-alone.zip", new Trainings.Monitor()));
  }

  private static float[] segment(Segmenter segmenter) {
    return segmenter.segment(Trainings.plane(3, 200, 150), () -> false).confidence();
  }

  @Test
  void resultsAreThoseOfUndisturbedRuns() throws Exception {
    final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      final CountDownLatch begun = new CountDownLatch(2);
      final AtomicInteger both = new AtomicInteger();
      final TrainingMonitor waiting =
          new Trainings.Monitor() {
            @Override
            public void report(TrainingProgress progress) {
              begun.countDown();
              try {
                begun.await(); // neither is done before the other is in the middle of it
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          };
      final Future<Path> first = threads.submit(() -> train(Method.DUO_SEGNET, "duo.zip", waiting));
      final Future<Path> second =
          threads.submit(() -> train(Method.SUPERVISED, "supervised.zip", waiting));
      final Future<?> third =
          threads.submit(
              () -> {
                begun.await();
                try (Segmenter segmenter = Segmenter.open(folder.resolve("duo-alone.zip"), 0, 2)) {
                  do {
                    assertArrayEquals(pixels, segment(segmenter));
                    both.incrementAndGet();
                  } while (!first.isDone() || !second.isDone());
                }
                return null;
              });
      assertArrayEquals(duo, Resumed.weights(first.get()));
      assertArrayEquals(supervised, Resumed.weights(second.get()));
      third.get();
      assertTrue(both.get() > 1, both + " segmentations");
    } finally {
      threads.shutdown();
    }
    OwnThreads.awaitEnd(2000);
  }

  @Test
  void twoTrainingsOfTheSameModelDoNotMeet() throws Exception {
    final AtomicInteger refused = new AtomicInteger();
    final Path model =
        train(
            Method.SUPERVISED,
            "same.zip",
            new Trainings.Monitor() {
              @Override
              public void report(TrainingProgress progress) {
                if (progress.iteration() == 2) {
                  final String sentence =
                      assertThrows(
                              IOException.class,
                              () -> train(Method.DUO_SEGNET, "same.zip", new Trainings.Monitor()))
                          .getMessage();
                  assertTrue(sentence.contains("is being written by another training"), sentence);
                  refused.incrementAndGet();
                }
              }
            });
    assertEquals(1, refused.get());
    assertArrayEquals(supervised, Resumed.weights(model));
  }
}
