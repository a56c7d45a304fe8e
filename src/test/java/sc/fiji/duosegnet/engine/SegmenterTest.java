package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.Precision;

/** Segmentation of planes of all kinds with a model that was really trained. */
class SegmenterTest {

  private static final long LIMIT_MILLIS = 1500; // a second, and a busy machine

  @TempDir static Path folder;
  private static final MemoryPolicy POLICY = MemoryPolicy.here(message -> {});
  private static final String TEMPORARY = System.getProperty("java.io.tmpdir");
  private static Path gray;
  private static Path color;

  @BeforeAll
  static void train() throws IOException {
    // Model files are unpacked in a folder of this test alone, so that it can look for remains.
    System.setProperty(
        "java.io.tmpdir", Files.createDirectories(folder.resolve("temporary")).toString());
    gray = folder.resolve("gray.zip");
    ModelTraining.run(
        // So short a training has gone far from what its averages are, and a critic that learns
        // faster has one opinion of all masks by then.
        Trainings.request(
            Trainings.settings(1, 60, 60, 5)
                .with("optimizer.evaluate_average", false)
                .with("optimizer.critic_learning_rate", 1e-5),
            gray),
        new Trainings.Monitor());
    color = folder.resolve("color.zip");
    ModelTraining.run(
        Trainings.request(Trainings.settings(3, 2, 2, 1), color), new Trainings.Monitor());
  }

  @AfterAll
  static void putBack() {
    System.setProperty("java.io.tmpdir", TEMPORARY);
  }

  @AfterEach
  void nothingIsLeftBehind() throws Exception {
    final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Trainings.temporaryFolders().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(50); // a canceled segmentation ends in the background
    }
    assertEquals(List.of(), Trainings.temporaryFolders());
  }

  /** What lacks in the machine is no fault of the model, and nothing of it stays unpacked. */
  @Test
  void aShortageInOpeningIsNoDefectOfTheModel() {
    for (final Supplier<Throwable> refusal :
        List.<Supplier<Throwable>>of(
            ScarceEngine::exhausted, () -> new OutOfMemoryError("Java heap space"))) {
      final String sentence =
          assertThrows(MemoryShortageException.class, () -> refused(refusal)).getMessage();
      assertTrue(
          sentence.startsWith("Model file '" + gray + "' can't be opened, as memory ran out ("),
          sentence);
      assertTrue(sentence.endsWith(" & Threads, or open it on a machine with more."), sentence);
    }
    final String files =
        assertThrows(
                IOException.class,
                () -> refused(() -> ScarceEngine.exhausted("a.pb; Too many open files")))
            .getMessage();
    assertTrue(files.startsWith("Model file '" + gray + "' can't be opened from '"), files);
    assertTrue(files.endsWith("raise the number of files that may be open."), files);
    // As Java says it when the system has no thread left.
    final Error threads = new OutOfMemoryError("unable to create native thread");
    assertSame(threads, assertThrows(Error.class, () -> refused(() -> threads)));
  }

  private static void refused(Supplier<Throwable> refusal) throws IOException {
    Segmenter.open(
            gray,
            new SegmenterOptions(0, Precision.FLOAT32, 1, true),
            message -> {},
            threads -> new ScarceEngine(settings -> false, 0, refusal))
        .close();
  }

  @Test
  void aTiledPlaneIsTheWholeOne() throws IOException {
    final var plane = Trainings.plane(70, 640, 480);
    final SegmentedPlane whole = segment(gray, 640, plane);
    final SegmentedPlane tiled = segment(gray, 448, plane);
    // Something to see: foreground, background, and a critic of more than one opinion.
    assertTrue(spread(whole.view1()) > 0.5, "view 1: " + spread(whole.view1()));
    assertTrue(spread(whole.critic()) > 0.1, "critic: " + spread(whole.critic()));
    assertTrue(spread(whole.confidence()) > 0.5, "confidence: " + spread(whole.confidence()));
    assertTrue(difference(whole.view1(), tiled.view1()) < 1e-4);
    assertTrue(difference(whole.view2(), tiled.view2()) < 1e-4);
    assertTrue(difference(whole.confidence(), tiled.confidence()) < 1e-4);
    assertTrue(difference(whole.critic(), tiled.critic()) < 1e-4);
    assertTrue(difference(whole.probability(), tiled.probability()) < 1e-4);
  }

  /** The critic looks farther than the networks, so its map alone asks for tiles of this size. */
  @Test
  void withoutTheCriticsMapTilesOverlapLess() throws IOException {
    final var plane = Trainings.plane(70, 640, 480);
    final SegmentedPlane whole = segment(gray, 640, plane);
    final SegmenterOptions small = SegmenterOptions.of(320, "", 2);
    try (Segmenter segmenter = Segmenter.open(gray, small)) {
      assertFalse(segmenter.hasCritic());
      final SegmentedPlane tiled = segmenter.segment(plane, () -> false);
      assertNull(tiled.critic());
      assertTrue(difference(whole.view1(), tiled.view1()) < 1e-4);
      assertTrue(difference(whole.view2(), tiled.view2()) < 1e-4);
      assertTrue(difference(whole.confidence(), tiled.confidence()) < 1e-4);
    }
    assertSentence(
        "Input 'tile_size' is 320; this model wants 0 (automatic) or a multiple of 32 from 416 on",
        () -> Segmenter.open(gray, small.critic(true)));
  }

  /** What makes the work divisible: to the last bit, with whatever number of threads. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRegionIsThatPartOfTheWholePlane(int threads) throws IOException {
    final var plane = Trainings.plane(71, 600, 500);
    final SegmentedPlane whole = segment(gray, 448, plane);
    try (Segmenter segmenter = Segmenter.open(gray, 448, threads)) {
      final Scaling scaling = segmenter.scaling(plane);
      // Within one tile, over seams of both directions, at the border, and a single pixel.
      for (final long[] region :
          new long[][] {{30, 20, 99, 79}, {400, 200, 499, 299}, {8, 9, 8, 9}}) {
        final SegmentedPlane part =
            segmenter.segment(
                plane,
                scaling,
                FinalInterval.createMinMax(region[0], region[1], region[2], region[3]),
                () -> false);
        final String name = java.util.Arrays.toString(region);
        assertArrayEquals(cut(whole, whole.view1(), region), part.view1(), name);
        assertArrayEquals(cut(whole, whole.view2(), region), part.view2(), name);
        assertArrayEquals(cut(whole, whole.confidence(), region), part.confidence(), name);
        assertArrayEquals(cut(whole, whole.critic(), region), part.critic(), name);
      }
    }
  }

  private static float[] cut(SegmentedPlane plane, float[] map, long[] region) {
    final int width = (int) (region[2] - region[0] + 1);
    final float[] part = new float[width * (int) (region[3] - region[1] + 1)];
    for (int i = 0; i < part.length; i++) {
      part[i] = map[((int) region[1] + i / width) * plane.width() + (int) region[0] + i % width];
    }
    return part;
  }

  @Test
  void lessOverlapWouldShow() throws IOException {
    // Shows that the test above can fail.
    final var plane = Trainings.plane(70, 2 * 448 - 64, 448);
    try (ModelFile model = ModelFile.open(gray);
        Predictor predictor =
            Engines.get()
                .openModel(
                    model.savedModelFolder(),
                    model.description().settings().network(),
                    Computation.processor(Precision.FLOAT32),
                    2,
                    true)) {
      final var normalization =
          new PercentileNormalization(model.description().settings().normalization());
      final SegmentedPlane whole =
          new PlaneSegmenter(predictor, normalization, 832, 0, POLICY).segment(plane, () -> false);
      final SegmentedPlane tiled =
          new PlaneSegmenter(predictor, normalization, 448, 64, POLICY).segment(plane, () -> false);
      assertTrue(difference(whole.view1(), tiled.view1()) > 1e-3);
      assertTrue(difference(whole.confidence(), tiled.confidence()) > 1e-3);
      assertTrue(difference(whole.critic(), tiled.critic()) > 1e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,300", "333,517", "1,40"})
  void planesOfAnySizeKeepIt(int width, int height) throws IOException {
    final SegmentedPlane segmented = segment(gray, 0, Trainings.plane(3, width, height));
    assertEquals(width, segmented.width());
    assertEquals(height, segmented.height());
    assertFractions(segmented, width * height);
  }

  /** Processors without the instructions compute in single precision, and it is said. */
  @Test
  void lessPrecisionChangesLittle() throws IOException {
    final var plane = Trainings.plane(72, 300, 200);
    final SegmentedPlane single = segment(gray, 0, plane);
    final SegmentedPlane less;
    final List<String> said = new ArrayList<>();
    final SegmenterOptions options = SegmenterOptions.of(0, "BFLOAT16", 2);
    try (Segmenter segmenter = Segmenter.open(gray, options, said::add)) {
      less = segmenter.segment(plane, () -> false);
    }
    final float most = difference(single.probability(), less.probability());
    if (Engines.get().bfloat16()) {
      assertEquals(List.of(), said);
      assertTrue(most < 0.1, "differs by " + most);
      assertTrue(most > 1e-5, "differs by " + most + ": computed in single precision?");
    } else {
      assertEquals(1, said.size(), said.toString());
      assertTrue(said.get(0).endsWith("single precision (FLOAT32)."), said.get(0));
      assertEquals(0, most);
    }
  }

  @Test
  void aConstantPlaneHasAnAnswer() throws IOException {
    final short[] pixels = new short[90 * 70];
    java.util.Arrays.fill(pixels, (short) 777);
    assertFractions(segment(gray, 0, ArrayImgs.unsignedShorts(pixels, 90, 70, 1)), 90 * 70);
  }

  @Test
  void pixelsThatAreNoNumbersDoNotSpread() throws IOException {
    final float[] pixels = floats(SyntheticNuclei.generate(8, 400, 64).pixels());
    final SegmentedPlane clean = segment(gray, 0, ArrayImgs.floats(pixels, 400, 64, 1));
    final float[] broken = pixels.clone();
    broken[64 * 200] = Float.NaN;
    broken[5] = Float.POSITIVE_INFINITY;
    final SegmentedPlane segmented = segment(gray, 0, ArrayImgs.floats(broken, 400, 64, 1));
    assertFractions(segmented, pixels.length);
    // Two values less shift the percentiles a little, and nothing else changes far from them.
    float most = 0;
    for (int y = 0; y < 64; y++) {
      most =
          Math.max(most, Math.abs(clean.view1()[y * 400 + 390] - segmented.view1()[y * 400 + 390]));
    }
    assertTrue(most < 0.01, most + " at the other end");
    java.util.Arrays.fill(broken, Float.NaN);
    assertSentence(
        "The image has no finite value",
        () -> segment(gray, 0, ArrayImgs.floats(broken, 400, 64, 1)));
  }

  @Test
  void theSamePictureInOtherTypesGivesTheSame() throws IOException {
    final short[] pixels = SyntheticNuclei.generate(9, 96, 80).pixels();
    final SegmentedPlane sixteenBit = segment(gray, 0, ArrayImgs.unsignedShorts(pixels, 96, 80, 1));
    final float[] scaled = floats(pixels);
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = scaled[i] * 3 - 1000;
    }
    final SegmentedPlane floating = segment(gray, 0, ArrayImgs.floats(scaled, 96, 80, 1));
    assertTrue(difference(sixteenBit.view1(), floating.view1()) < 1e-3);
    assertTrue(difference(sixteenBit.confidence(), floating.confidence()) < 1e-3);
  }

  @Test
  void colorsNeedAModelOfColors() throws IOException {
    final byte[] pixels = new byte[64 * 48 * 3];
    new java.util.Random(4).nextBytes(pixels);
    final var rgb = ArrayImgs.unsignedBytes(pixels, 64, 48, 3);
    assertFractions(segment(color, 0, rgb), 64 * 48);
    assertFractions(segment(color, 0, Trainings.plane(1, 64, 48)), 64 * 48);
    assertSentence(
        "The image has 3 channels, but the model was trained on 1; name the channels",
        () -> segment(gray, 0, rgb));
    assertSentence(
        "The image has 2 channels, but the model was trained on 3; name the channels",
        () -> segment(color, 0, ArrayImgs.unsignedBytes(pixels, 64, 48, 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-32, 16, 384, 417, 1000})
  void aTileSizeThatDoesNotFitIsOneSentence(int tile) {
    assertSentence(
        "Input 'tile_size' is "
            + tile
            + "; this model wants 0 (automatic) or a multiple of 32 from 416 on.",
        () -> segment(gray, tile, Trainings.plane(1, 32, 32)));
  }

  @Test
  void theModelsOwnTileSizeFits() throws IOException {
    try (Segmenter segmenter = Segmenter.open(gray, 0, 0)) {
      final ModelDescription description = segmenter.description();
      Segmenter.open(gray, description.tileSize(), 0).close();
    }
  }

  @Test
  void cancelingReturnsSoonAndLeavesNothing() throws Exception {
    final var plane = Trainings.plane(2, 1600, 1600);
    final Segmenter segmenter = Segmenter.open(gray, 0, 0);
    segmenter.segment(Trainings.plane(1, 32, 32), () -> false); // is there, so it works
    final long cancelAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    assertThrows(
        CancellationException.class,
        () -> segmenter.segment(plane, () -> System.nanoTime() > cancelAt));
    segmenter.close();
    final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - cancelAt);
    assertTrue(millis < LIMIT_MILLIS, millis + " ms");
  }

  @Test
  void closingTwiceIsOnce() throws IOException {
    final Segmenter segmenter = Segmenter.open(gray, 0, 0);
    segmenter.close();
    segmenter.close();
    assertThrows(
        IllegalStateException.class,
        () -> segmenter.segment(Trainings.plane(1, 32, 32), () -> false));
  }

  private static SegmentedPlane segment(
      Path model, int tile, RandomAccessibleInterval<? extends RealType<?>> plane)
      throws IOException {
    try (Segmenter segmenter = Segmenter.open(model, tile, 2)) {
      return segmenter.segment(plane, () -> false);
    }
  }

  private static void assertSentence(
      String start, org.junit.jupiter.api.function.Executable executable) {
    final String sentence = assertThrows(IllegalArgumentException.class, executable).getMessage();
    assertTrue(sentence.startsWith(start) && sentence.endsWith("."), sentence);
    assertFalse(sentence.contains("\n"), sentence);
  }

  private static void assertFractions(SegmentedPlane plane, int size) {
    for (final float[] values :
        List.of(plane.view1(), plane.view2(), plane.confidence(), plane.critic())) {
      assertEquals(size, values.length);
      for (final float value : values) {
        assertTrue(value >= 0 && value <= 1, value + " is no fraction"); // nor is NaN
      }
    }
    final byte[] mask = new byte[size];
    final float[] probability = plane.probability();
    for (int i = 0; i < size; i++) {
      mask[i] = probability[i] > 0.5f ? (byte) 255 : 0;
    }
    assertArrayEquals(mask, plane.mask());
  }

  private static float difference(float[] a, float[] b) {
    float most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  private static float spread(float[] values) {
    float least = 1;
    float most = 0;
    for (final float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least;
  }

  private static float[] floats(short[] pixels) {
    final float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels[i] & 0xffff;
    }
    return values;
  }
}
