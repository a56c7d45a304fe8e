package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.imagej.StackOutput.Pixels;

class StackOutputTest {

  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;

  @TempDir Path folder;

  @Test
  void memoryStackKeepsCalibrationLabelsAndDimensions() throws IOException {
    final ImagePlus source = source(2, 3, 2);
    try (StackOutput output = StackOutput.inMemory(source, "result", Pixels.FRACTION)) {
      check(fill(output, Pixels.FRACTION), Pixels.FRACTION, 3, 2);
    }
  }

  @Test
  void filesKeepThemToo() throws IOException {
    for (final Pixels kind : Pixels.values()) {
      for (final int[] size : new int[][] {{1, 6, 1}, {2, 3, 2}, {3, 1, 1}}) {
        final Path file = folder.resolve(kind + "-" + size[1] + ".tif");
        final ImagePlus source = source(size[0], size[1], size[2]);
        try (StackOutput output = StackOutput.toFile(source, "result", kind, file, false)) {
          check(fill(output, kind), kind, size[1], size[2]);
        }
        final ImagePlus opened = IJ.openImage(file.toString());
        opened.setTitle("result");
        check(opened, kind, size[1], size[2]);
      }
    }
    assertEquals(6, files().size(), "only the results may stay");
  }

  @Test
  void planesWrittenToAFileAreNotHeld() throws IOException, InterruptedException {
    final ImagePlus source = source(1, 6, 1);
    final Path file = folder.resolve("a.tif");
    try (StackOutput output = StackOutput.toFile(source, "a", Pixels.FRACTION, file, false)) {
      final List<WeakReference<float[]>> planes = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        final float[] plane = new float[WIDTH * HEIGHT];
        planes.add(new WeakReference<>(plane));
        output.add(plane);
      }
      for (int i = 0; i < 50 && planes.get(0).get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      for (int i = 0; i < 4; i++) {
        assertNull(planes.get(i).get(), "plane " + i + " is still in memory");
      }
    }
  }

  @Test
  void planesMayComeInRowsAndAnew() throws IOException {
    for (final Pixels kind : Pixels.values()) {
      final ImagePlus source = source(1, 2, 3);
      final Path file = folder.resolve("rows-" + kind + ".tif");
      try (StackOutput memory = StackOutput.inMemory(source, "result", kind);
          StackOutput written = StackOutput.toFile(source, "result", kind, file, false)) {
        for (final StackOutput output : List.of(memory, written)) {
          for (int plane = 0; plane < output.planes(); plane++) {
            output.add(rows(kind, plane + 1, 0, 3)); // void, as the next line says
            output.restartPlane();
            output.add(rows(kind, plane, 0, 2));
            assertThrows(IllegalStateException.class, output::finish);
            output.add(rows(kind, plane, 2, HEIGHT));
          }
          check(output.finish(), kind, 2, 3);
        }
      }
    }
  }

  @Test
  void rowsMustFitThePlane() throws IOException {
    try (StackOutput output = StackOutput.inMemory(source(1, 1, 1), "a", Pixels.MASK)) {
      output.add(new byte[2 * WIDTH]);
      assertThrows(IllegalArgumentException.class, () -> output.add(new byte[4 * WIDTH]));
      assertThrows(IllegalArgumentException.class, () -> output.add(new byte[WIDTH + 1]));
    }
  }

  private static Object rows(Pixels kind, int plane, int from, int to) {
    final Object pixels = pixels(kind, plane % (WIDTH * HEIGHT));
    return kind == Pixels.MASK
        ? Arrays.copyOfRange((byte[]) pixels, from * WIDTH, to * WIDTH)
        : Arrays.copyOfRange((float[]) pixels, from * WIDTH, to * WIDTH);
  }

  @Test
  void largePlanesAreWrittenAndReadInPieces() throws IOException {
    final int width = 700;
    final int height = 400; // more pixels than a piece has
    for (int planes = 1; planes <= 2; planes++) {
      final ImagePlus source = new ImagePlus("large", ImageStack.create(width, height, planes, 16));
      final Path file = folder.resolve("large-" + planes + ".tif");
      try (StackOutput output = StackOutput.toFile(source, "a", Pixels.FRACTION, file, false)) {
        for (int plane = 0; plane < planes; plane++) {
          output.add(ramp(width * height, plane));
        }
        output.finish();
      }
      final ImageStack opened = IJ.openImage(file.toString()).getStack();
      assertEquals(planes, opened.getSize());
      for (int plane = 0; plane < planes; plane++) {
        assertArrayEquals(ramp(width * height, plane), (float[]) opened.getPixels(plane + 1));
      }
    }
  }

  private static float[] ramp(int size, int plane) {
    final float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = plane + (float) i / size;
    }
    return values;
  }

  @Test
  void closingEarlyLeavesNoFile() throws IOException {
    final Path file = folder.resolve("sub/a.tif");
    try (StackOutput output = StackOutput.toFile(source(1, 6, 1), "a", Pixels.MASK, file, false)) {
      output.add(new byte[WIDTH * HEIGHT]);
      assertFalse(Files.exists(file));
    }
    assertTrue(files().isEmpty(), files().toString());
  }

  @Test
  void overwritesOnlyWhenAsked() throws IOException {
    final Path file = Files.writeString(folder.resolve("a.tif"), "precious");
    final ImagePlus source = source(1, 6, 1);
    final IOException refusal =
        assertThrows(
            IOException.class,
            () -> StackOutput.toFile(source, "a", Pixels.MASK, file, false).close());
    assertTrue(refusal.getMessage().contains("overwrite=true"), refusal.getMessage());
    assertEquals("precious", Files.readString(file));
    try (StackOutput output = StackOutput.toFile(source, "result", Pixels.MASK, file, true)) {
      fill(output, Pixels.MASK);
    }
    assertEquals(6, IJ.openImage(file.toString()).getStackSize());
  }

  @Test
  void missingPlanesAreAnError() throws IOException {
    try (StackOutput output = StackOutput.inMemory(source(1, 6, 1), "a", Pixels.MASK)) {
      output.add(new byte[WIDTH * HEIGHT]);
      assertThrows(IllegalStateException.class, output::finish);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private static ImagePlus fill(StackOutput output, Pixels kind) throws IOException {
    for (int plane = 0; plane < output.planes(); plane++) {
      output.add(pixels(kind, plane));
    }
    return output.finish();
  }

  private static Object pixels(Pixels kind, int plane) {
    if (kind == Pixels.MASK) {
      final byte[] mask = new byte[WIDTH * HEIGHT];
      mask[plane] = (byte) 255;
      return mask;
    }
    final float[] values = new float[WIDTH * HEIGHT];
    values[plane] = 0.123f * (plane + 1);
    return values;
  }

  private static void check(ImagePlus image, Pixels kind, int slices, int frames) {
    assertEquals("result", image.getTitle());
    assertEquals(slices, image.getNSlices());
    assertEquals(frames, image.getNFrames());
    assertEquals(1, image.getNChannels());
    assertEquals(0.25, image.getCalibration().pixelWidth, 1e-6);
    assertEquals("micron", image.getCalibration().getUnit());
    assertFalse(image.getCalibration().calibrated());
    assertFalse(image.isInvertedLut());
    for (int plane = 0; plane < slices * frames; plane++) {
      final Object found = image.getStack().getProcessor(plane + 1).getPixels();
      if (kind == Pixels.MASK) {
        assertArrayEquals((byte[]) pixels(kind, plane), (byte[]) found);
      } else {
        assertArrayEquals((float[]) pixels(kind, plane), (float[]) found);
      }
      if (slices * frames > 1) {
        assertEquals(1.5, image.getCalibration().pixelDepth, 1e-9);
        assertEquals("plane " + plane, image.getStack().getSliceLabel(plane + 1));
      }
    }
  }

  /** A calibrated 16-bit image, whose density calibration must not reach the results. */
  private static ImagePlus source(int channels, int slices, int frames) {
    final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int i = 0; i < channels * slices * frames; i++) {
      stack.addSlice(
          i % channels == 0 ? "plane " + i / channels : "other", new ShortProcessor(WIDTH, HEIGHT));
    }
    final ImagePlus image = new ImagePlus("source.tif", stack);
    image.setDimensions(channels, slices, frames);
    image.getCalibration().pixelWidth = 0.25;
    image.getCalibration().pixelHeight = 0.25;
    image.getCalibration().pixelDepth = 1.5;
    image.getCalibration().setUnit("micron");
    image
        .getCalibration()
        .setFunction(ij.measure.Calibration.STRAIGHT_LINE, new double[] {-100, 2}, "density");
    return image;
  }
}
