package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.SyntheticNuclei;

/** Segments a virtual stack whose results are three times as large as the memory. */
class LargeStackIT {

  private static final int SIZE = 256;
  private static final int SLICES = 400;

  /** Results of one slice: a mask of bytes, and confidence and two views of floats. */
  private static final int RESULT_BYTES = SIZE * SIZE * (1 + 3 * Float.BYTES);

  private static final int HEAP_MEGABYTES = 112;

  @TempDir Path work;

  @Test
  void memoryDoesNotGrowWithTheNumberOfSlices() throws Exception {
    assertTrue((long) SLICES * RESULT_BYTES > 2L * HEAP_MEGABYTES << 20, "nothing would be shown");
    final Path images = work.resolve("images");
    TrialImages.write(images);
    writeStack(work.resolve("long.tif"));
    final Path results = work.resolve("results");
    try (ImageJProcess imagej =
        ImageJProcess.headless(
            work, List.of("-Xmx" + HEAP_MEGABYTES + "m"), List.of(), macro(images, results), "")) {
      assertEquals(0, imagej.status(), imagej.text());
    }
    for (final String name : new String[] {"mask", "confidence", "view1", "view2"}) {
      check(results.resolve("long-" + name + ".tif"), name.equals("mask"));
    }
  }

  private Path macro(Path images, Path results) throws Exception {
    final Path model = work.resolve("model.zip");
    return Files.writeString(
        work.resolve("large.ijm"),
        "runMacro(\""
            + ImageJProcess.macro("Train.ijm")
            + "\", \"input=["
            + images
            + "] model_file=["
            + model
            + "] iterations=3 width=2 patch_size=32\");\n"
            + "close(\"*\");\n"
            + "run(\"TIFF Virtual Stack...\", \"open=["
            + work.resolve("long.tif")
            + "]\");\n"
            + "run(\"Segment Image\", \"image=long.tif model=["
            + model
            + "] tile_size=0 output_folder=["
            + results
            + "] outputs=mask,confidence,views overwrite=false\");\n");
  }

  private static void writeStack(Path file) {
    final short[][] fields = new short[4][];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = SyntheticNuclei.generate(i, SIZE, SIZE).pixels();
    }
    final ImageStack stack = new ImageStack(SIZE, SIZE);
    for (int slice = 0; slice < SLICES; slice++) {
      stack.addSlice("plane " + slice, fields[slice % fields.length].clone());
    }
    final ImagePlus image = new ImagePlus("long", stack);
    image.getCalibration().pixelWidth = 0.125;
    image.getCalibration().pixelHeight = 0.125;
    image.getCalibration().pixelDepth = 2;
    image.getCalibration().setUnit("micron");
    IJ.saveAsTiff(image, file.toString());
  }

  private static void check(Path file, boolean mask) {
    final ImagePlus image = IJ.openVirtual(file.toString());
    assertEquals(SLICES, image.getStackSize());
    assertEquals(mask ? 8 : 32, image.getBitDepth());
    assertEquals(0.125, image.getCalibration().pixelWidth, 1e-9);
    assertEquals(2, image.getCalibration().pixelDepth, 1e-9);
    assertEquals("micron", image.getCalibration().getUnit());
    for (final int slice : new int[] {1, 2, 200, SLICES}) {
      assertEquals("plane " + (slice - 1), image.getStack().getSliceLabel(slice));
      final Object pixels = image.getStack().getProcessor(slice).getPixels();
      assertEquals(SIZE * SIZE, java.lang.reflect.Array.getLength(pixels));
      if (!mask) {
        final var statistics = image.getStack().getProcessor(slice).getStats();
        assertTrue(statistics.min >= 0 && statistics.max <= 1 && statistics.max > 0);
      }
    }
    // The same picture again gives the same result, another picture another one.
    if (!mask) {
      final float[] first = (float[]) image.getStack().getProcessor(1).getPixels();
      final float[] again = (float[]) image.getStack().getProcessor(SLICES - 3).getPixels();
      final float[] other = (float[]) image.getStack().getProcessor(SLICES).getPixels();
      org.junit.jupiter.api.Assertions.assertArrayEquals(first, again, 1e-5f);
      assertTrue(!java.util.Arrays.equals(first, other));
    }
  }
}
