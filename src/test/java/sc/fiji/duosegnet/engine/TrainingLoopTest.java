package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.NormalizationSettings;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingRow;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Which networks are kept, with networks whose course is written down here. */
class TrainingLoopTest {

  private static final int SIZE = 32;
  private static final int PAUSE_MILLISECONDS = 1500;

  private final Worker worker = new Worker("test");
  private TrainingSettings settings = Trainings.settings(1, 10, 2, 1);

  @AfterEach
  void endWorker() {
    worker.finish(() -> {}, true);
  }

  @Test
  void theBestNetworksAreKept() {
    // Rows of 32 that are found after 2, 4, 6, 8, 10 iterations; 8 is as good as 6, not better.
    final Scripted session = new Scripted(Map.of(2, 4, 4, 12, 6, 16, 8, 16, 10, 8), 0);
    final TrainingLoop loop = loop(session, List.of(sample()));
    loop.run(() -> null);
    assertEquals(6, loop.bestIteration());
    assertEquals(2.0 * 16 / (16 + 32), loop.best().mean().pooledDice(), 1e-9);
    assertArrayEquals(new float[] {6}, session.restored.get("iteration"));
    TrainingRow best = null;
    for (final TrainingRow row : loop.history().rows()) {
      if (row.validationDiceMean() > (best == null ? -1 : best.validationDiceMean())) {
        best = row;
      }
    }
    assertEquals(6, best.iteration());
    assertEquals(loop.best().mean().pooledDice(), best.validationDiceMean());
    assertEquals(loop.best().view1().pooledDice(), best.validationDice1());
    assertEquals(loop.best().view2().pooledDice(), best.validationDice2());
  }

  @Test
  void withoutValidationTheLastNetworksStay() {
    final Scripted session = new Scripted(Map.of(), 0);
    final TrainingLoop loop = loop(session, List.of());
    loop.run(() -> null);
    assertEquals(10, session.iteration);
    assertNull(session.restored);
    assertNull(loop.best());
    assertEquals(0, loop.bestIteration());
  }

  @Test
  void divergenceIsOneSentence() {
    final Scripted session = new Scripted(Map.of(2, 4, 4, 12), 5);
    final TrainingLoop loop = loop(session, List.of(sample()));
    assertEquals(
        "Training diverged: loss 'agreement' is NaN at iteration 5; try a lower learning rate than"
            + " 0.001, or for the critic than 5.0E-5.",
        assertThrows(EngineException.class, () -> loop.run(() -> null)).getMessage());
  }

  /** Fewer digits may be what it came from. */
  @Test
  void divergenceNamesThePrecision() {
    settings = settings.with("precision", Precision.BFLOAT16);
    final TrainingLoop loop = loop(new Scripted(Map.of(), 1), List.of());
    final String message =
        assertThrows(EngineException.class, () -> loop.run(() -> null)).getMessage();
    assertTrue(message.endsWith(" 5.0E-5, or precision FLOAT32 in place of BFLOAT16."), message);
  }

  @Test
  void finishingKeepsTheBestNetworksSoFar() {
    final Scripted session = new Scripted(Map.of(2, 4, 4, 12, 5, 8), 0);
    final Steering monitor = new Steering(progress -> progress.iteration() == 4, c -> c.finish());
    final TrainingLoop loop = loop(session, List.of(sample()), monitor, saved -> fail("saved"));
    loop.run(() -> null);
    // The wish is seen at the end of the next iteration, which is validated like a last one.
    assertEquals(5, session.iteration);
    assertEquals(4, loop.bestIteration());
    assertArrayEquals(new float[] {4}, session.restored.get("iteration"));
    assertEquals(5, loop.history().rows().get(loop.history().rows().size() - 1).iteration());
  }

  @Test
  void savingWritesTheBestNetworksAndGoesOnWithThePresentOnes() {
    final Scripted session = new Scripted(Map.of(2, 16, 4, 4, 6, 4, 8, 4, 10, 4), 0);
    final Steering monitor = new Steering(progress -> progress.iteration() == 5, c -> c.save());
    final List<Float> written = new ArrayList<>();
    final TrainingLoop loop =
        loop(
            session,
            List.of(sample()),
            monitor,
            saved -> {
              written.add(session.restored.get("iteration")[0]);
              assertEquals(2, saved.bestIteration());
            });
    final List<Float> after = new ArrayList<>();
    session.beforeIteration =
        () -> {
          if (session.restored != null) {
            after.add(session.restored.get("iteration")[0]);
          }
        };
    loop.run(() -> null);
    assertEquals(List.of(2f), written);
    assertEquals(List.of(5f, 5f, 5f, 5f, 5f), after, "networks that the training went on with");
    assertEquals(10, session.iteration);
  }

  @Test
  void aPausedTrainingWaitsSavesAndDoesNotCountTheTime() throws Exception {
    final Scripted session = new Scripted(Map.of(), 0);
    final Steering monitor =
        new Steering(progress -> progress.iteration() == 3, c -> c.pause(true));
    final AtomicInteger saves = new AtomicInteger();
    final TrainingLoop loop = loop(session, List.of(), monitor, saved -> saves.incrementAndGet());
    final Thread thread = new Thread(() -> loop.run(() -> null));
    thread.start();
    try {
      await(() -> session.iteration == 3);
      Thread.sleep(PAUSE_MILLISECONDS);
      assertEquals(3, session.iteration);
      monitor.control.save();
      await(() -> saves.get() == 1);
      assertEquals(3, session.iteration);
    } finally {
      monitor.control.pause(false);
    }
    thread.join();
    assertEquals(10, session.iteration);
    final double seconds = loop.history().rows().get(loop.history().rows().size() - 1).seconds();
    assertTrue(seconds < PAUSE_MILLISECONDS / 1000.0, seconds + " s with the pause");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertTrue(condition.getAsBoolean());
  }

  private TrainingLoop loop(Scripted session, List<Sample> validation) {
    return loop(session, validation, new Trainings.Monitor(), saved -> fail("saved"));
  }

  private TrainingLoop loop(
      Scripted session,
      List<Sample> validation,
      TrainingMonitor monitor,
      Consumer<TrainingLoop> save) {
    final PlaneSegmenter segmenter =
        new PlaneSegmenter(
            session,
            new PercentileNormalization(NormalizationSettings.DEFAULT),
            SIZE,
            0,
            MemoryPolicy.here(message -> fail(message)));
    return new TrainingLoop(settings, session, segmenter, validation, worker, monitor, null, save);
  }

  /** Uses the training's control once, after the report that it waits for. */
  private static final class Steering extends Trainings.Monitor {

    private final Predicate<TrainingProgress> moment;
    private final Consumer<TrainingControl> wish;
    private final TrainingControl control = new TrainingControl();

    Steering(Predicate<TrainingProgress> moment, Consumer<TrainingControl> wish) {
      this.moment = moment;
      this.wish = wish;
    }

    @Override
    public void report(TrainingProgress progress) {
      if (moment.test(progress)) {
        wish.accept(control);
      }
    }

    @Override
    public TrainingControl control() {
      return control;
    }
  }

  /** All foreground. */
  private static Sample sample() {
    final byte[] mask = new byte[SIZE * SIZE];
    java.util.Arrays.fill(mask, (byte) 255);
    return Sample.of(
        "all", Trainings.plane(1, SIZE, SIZE), ArrayImgs.unsignedBytes(mask, SIZE, SIZE));
  }

  /** Finds some rows of the image, by iteration; its losses end in NaN at one iteration. */
  private static final class Scripted implements TrainingSession, Predictor {

    private final Map<Integer, Integer> rows;
    private final int diverges;
    private volatile int iteration;
    private Map<String, float[]> restored;
    private Runnable beforeIteration = () -> {};

    Scripted(Map<Integer, Integer> rows, int diverges) {
      this.rows = rows;
      this.diverges = diverges;
    }

    @Override
    public Map<String, Double> iterate(Supplier<TrainingBatch> batches, double progress) {
      beforeIteration.run();
      iteration++;
      final Map<String, Double> losses = new LinkedHashMap<>();
      losses.put("total", 1.0);
      losses.put("agreement", iteration == diverges ? Double.NaN : 0.5);
      return losses;
    }

    @Override
    public Prediction predict(ImageBatch images) {
      final float[] found = new float[images.width() * images.height()];
      java.util.Arrays.fill(found, 0, rows.get(iteration) * images.width(), 0.9f);
      return new Prediction(found, found.clone(), new float[found.length], null);
    }

    @Override
    public Predictor predictor() {
      return this;
    }

    @Override
    public Map<String, float[]> snapshot() {
      return Map.of("iteration", new float[] {iteration});
    }

    @Override
    public void restore(Map<String, float[]> snapshot) {
      restored = snapshot;
    }

    @Override
    public List<List<String>> stateParts() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, float[]> read(List<String> names) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Integer> placement() {
      return Map.of();
    }

    @Override
    public Map<String, Long> counters() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setCounters(Map<String, Long> counters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void export(Path folder) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int sizeMultiple() {
      return SIZE;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public boolean hasCritic() {
      return false;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
