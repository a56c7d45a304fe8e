package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.NormalizationSettings;
import sc.fiji.duosegnet.model.TrainingRow;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Which networks are kept, with networks whose course is written down here. */
class TrainingLoopTest {

  private static final int SIZE = 32;

  private final Worker worker = new Worker("test");
  private final TrainingSettings settings = Trainings.settings(1, 10, 2, 1);

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
            + " 0.01, or for the critic than 5.0E-5.",
        assertThrows(EngineException.class, () -> loop.run(() -> null)).getMessage());
  }

  private TrainingLoop loop(Scripted session, List<Sample> validation) {
    final PlaneSegmenter segmenter =
        new PlaneSegmenter(
            session, new PercentileNormalization(NormalizationSettings.DEFAULT), SIZE, 0);
    return new TrainingLoop(
        settings, session, segmenter, validation, worker, new Trainings.Monitor());
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
    private int iteration;
    private Map<String, float[]> restored;

    Scripted(Map<Integer, Integer> rows, int diverges) {
      this.rows = rows;
      this.diverges = diverges;
    }

    @Override
    public Map<String, Double> iterate(Supplier<TrainingBatch> batches, double progress) {
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
