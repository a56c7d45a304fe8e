package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.model.DiskShortage;
import sc.fiji.duosegnet.model.MemoryEstimate;
import sc.fiji.duosegnet.model.NormalizationSettings;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What is made smaller when memory is short, and in which order. */
class MemoryPolicyTest {

  private static final long PLENTY = 1L << 50;
  private static final TrainingSettings PAPER = Preset.PAPER.settings(1);

  private final List<String> messages = new ArrayList<>();

  private MemoryPolicy policy(long available) {
    return new MemoryPolicy(() -> available, messages::add);
  }

  @Test
  void batchesComeBeforePatchesAndNothingElseChanges() {
    final TrainingSettings wanted =
        PAPER.with("sampling.labeled_batch", 5).with("sampling.unlabeled_batch", 3);
    final List<String> steps = new ArrayList<>();
    for (final TrainingSettings step : MemoryPolicy.steps(wanted)) {
      steps.add(
          step.sampling().labeledBatch()
              + "+"
              + step.sampling().unlabeledBatch()
              + " "
              + step.sampling().patchSize());
      assertEquals(wanted.with("sampling", step.sampling()), step);
    }
    assertEquals(List.of("5+3 256", "2+1 256", "1+1 256", "1+1 128", "1+1 64"), steps);
  }

  @Test
  void patchesStayMultiplesThatTheNetworksTake() {
    final TrainingSettings reduced =
        PAPER
            .with("network.reduction", 4)
            .with("sampling.patch_size", 640)
            .with("sampling.labeled_batch", 1)
            .with("sampling.unlabeled_batch", 1);
    assertEquals(
        List.of(640, 320, 128, 64),
        MemoryPolicy.steps(reduced).stream().map(step -> step.sampling().patchSize()).toList());
  }

  @Test
  void enoughMemoryChangesAndSaysNothing() {
    assertSame(PAPER, policy(PLENTY).before(PAPER));
    assertEquals(1280, policy(PLENTY).tile(networks(PAPER), 1280, 384));
    assertEquals(List.of(), messages);
  }

  @Test
  void precisionThatIsNotToBeHadNeedsWhatSingleDoes() {
    final TrainingSettings half = PAPER.with("precision", Precision.BFLOAT16);
    final long limit = MemoryEstimate.training(half);
    assertSame(half, policy(limit).before(half));
    assertNotEquals(half, policy(limit).computing(Precision.FLOAT32).before(half));
    assertEquals(MemoryEstimate.training(PAPER), policy(0).computing(Precision.FLOAT32).need(half));
  }

  @Test
  void theFirstStepThatFitsIsTaken() {
    final TrainingSettings small = MemoryPolicy.steps(PAPER).get(1);
    assertEquals(small, policy(MemoryEstimate.training(small)).before(PAPER));
    assertFalse(messages.get(0).contains("may still end"), messages.get(0));
    messages.clear();
    final List<TrainingSettings> steps = MemoryPolicy.steps(PAPER);
    assertEquals(steps.get(steps.size() - 1), policy(1).before(PAPER));
    assertTrue(messages.get(0).contains("may still end for lack of memory"), messages.get(0));
  }

  @Test
  void tilesShrinkAsFarAsTheirOverlapAllows() {
    final Predictor network = networks(Preset.LAPTOP.settings(1));
    final long half = network.memory(640);
    assertEquals(640, policy(half).tile(network, 1280, 384));
    assertEquals(480, policy(half - 1).tile(network, 1280, 384));
    assertEquals(480, policy(1).tile(network, 1280, 384));
    assertEquals(480, policy(PLENTY).tileAfter(640, 384, 32, new OutOfMemoryError("heap")));
    assertEquals(
        "Warning: the segmentation ran out of memory (heap), so it goes on with tile_size=480"
            + " instead of 640 (a pixel is then computed about 25 times)",
        messages.get(messages.size() - 1));
    assertTrue(
        assertThrows(
                MemoryShortageException.class,
                () -> policy(PLENTY).tileAfter(480, 384, 32, new OutOfMemoryError("heap")))
            .getMessage()
            .startsWith(
                "The segmentation ran out of memory even with tile_size=480 (heap); close"));
  }

  @Test
  void memoryIsRefusedInManyWays() {
    final List<Throwable> refusals =
        List.of(
            new OutOfMemoryError("Java heap space"),
            new OutOfMemoryError("Cannot reserve 512 bytes of direct buffer memory"),
            // The thread that prepares batches says it so.
            new IllegalStateException("Java heap space", new OutOfMemoryError("Java heap space")),
            ScarceEngine.across(ScarceEngine.exhausted()),
            ScarceEngine.across(new RuntimeException("std::bad_alloc")));
    for (final Throwable refusal : refusals) {
      assertTrue(MemoryPolicy.isShortage(refusal), refusal.toString());
      assertEquals(MemoryPolicy.steps(PAPER).get(1), policy(PLENTY).after(PAPER, refusal, 0, null));
      MemoryPolicy.rethrowOther(refusal);
    }
    assertEquals(refusals.size(), messages.size());
    assertFalse(
        MemoryPolicy.isShortage(ScarceEngine.across(new IllegalStateException("something else"))));
  }

  /** TensorFlow has one type for all that is used up. */
  @Test
  void aFullDiskIsNoLackOfMemory() {
    for (final String reason :
        List.of("No space left on device", "Disk quota exceeded", "Too many open files")) {
      final RuntimeException arrived =
          ScarceEngine.across(
              ScarceEngine.exhausted("/tmp/variables.data-00000-of-00001; " + reason + "\nHint"));
      assertFalse(MemoryPolicy.isShortage(arrived), reason);
      assertTrue(DiskShortage.isTold(arrived.getMessage()), reason);
      assertTrue(arrived.getMessage().endsWith("; " + reason), arrived.getMessage());
    }
    assertEquals(
        "'/tmp' (Disk quota exceeded); make space there, or have the quota raised.",
        DiskShortage.rest("/tmp", "Disk quota exceeded"));
    assertEquals(
        "'/tmp' (a: Too many open files); close other programs, or raise the number of files that"
            + " may be open.",
        DiskShortage.rest("/tmp", "a: Too many open files"));
  }

  @Test
  void otherFailuresPass() {
    final RuntimeException other = new IllegalArgumentException("something else");
    assertSame(other, assertThrows(RuntimeException.class, () -> MemoryPolicy.rethrowOther(other)));
    // As Java says it when the system has no thread left: smaller work has as many.
    final Error threads = new OutOfMemoryError("unable to create native thread: possibly out of");
    assertSame(threads, assertThrows(Error.class, () -> MemoryPolicy.rethrowOther(threads)));
    assertSame(
        other, assertThrows(RuntimeException.class, () -> policy(1).tileAfter(640, 0, 32, other)));
    assertEquals(List.of(), messages);
  }

  @Test
  void aPlaneIsSegmentedInSmallerTilesWithTheSameResult() {
    final byte[] pixels = new byte[500 * 300];
    new java.util.Random(1).nextBytes(pixels);
    final var plane = ArrayImgs.unsignedBytes(pixels, 500, 300, 1);
    final PercentileNormalization normalization =
        new PercentileNormalization(NormalizationSettings.DEFAULT);
    final SegmentedPlane whole =
        new PlaneSegmenter(refusing(Integer.MAX_VALUE), normalization, 512, 32, policy(PLENTY))
            .segment(plane, () -> false);
    assertEquals(List.of(), messages);
    final PlaneSegmenter segmenter =
        new PlaneSegmenter(refusing(128 * 128), normalization, 1024, 32, policy(PLENTY));
    final SegmentedPlane tiled = segmenter.segment(plane, () -> false);
    assertEquals(2, messages.size(), messages.toString());
    assertTrue(
        messages
            .get(1)
            .equals(
                "Warning: the segmentation ran out of memory (TensorFlow failed with"
                    + " TFResourceExhaustedException: OOM when allocating tensor with"
                    + " shape[2,64,64,8]), so it goes on with tile_size=128 instead of 256"
                    + " (a pixel is then computed about 2 times)"),
        messages.toString());
    for (int i = 0; i < pixels.length; i++) {
      assertEquals(whole.view1()[i], tiled.view1()[i], 1e-6f);
    }
    // The next plane begins with what worked.
    segmenter.segment(plane, () -> false);
    assertEquals(2, messages.size());
  }

  /** Has the size of networks, and nothing else of them. */
  private static Predictor networks(TrainingSettings settings) {
    return (Predictor)
        java.lang.reflect.Proxy.newProxyInstance(
            Predictor.class.getClassLoader(),
            new Class<?>[] {Predictor.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "memory" -> MemoryEstimate.tile(settings.network(), (Integer) arguments[0]);
                  case "sizeMultiple" -> settings.network().sizeMultiple();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static Predictor refusing(int most) {
    return Boundary.wrap(Predictor.class, new Refusing(most), Engines.loader());
  }

  /** Gives back the image; beyond a number of pixels it fails as TensorFlow does. */
  private record Refusing(int most) implements Predictor {

    @Override
    public Prediction predict(ImageBatch images) {
      if (images.width() * images.height() > most) {
        throw (RuntimeException) ScarceEngine.exhausted();
      }
      final float[] pixels = images.pixels();
      return new Prediction(pixels, pixels, pixels, null);
    }

    @Override
    public int sizeMultiple() {
      return 32;
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
