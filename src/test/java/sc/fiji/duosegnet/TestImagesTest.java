package sc.fiji.duosegnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files in {@code test-images/} are what the generator makes. */
class TestImagesTest {

  private static final Path FOLDER = Path.of("test-images");

  @Test
  void theFilesHaveThePixelsLabelsAndCalibrationOfTheGenerator() {
    for (final Map.Entry<String, Supplier<ImagePlus>> entry : TestImages.all().entrySet()) {
      final ImagePlus wanted = entry.getValue().get();
      final ImagePlus found = IJ.openImage(FOLDER.resolve(entry.getKey()).toString());
      assertNotNull(found, entry.getKey());
      assertEquals(wanted.getStackSize(), found.getStackSize(), entry.getKey());
      assertEquals(8, found.getBitDepth(), entry.getKey());
      assertEquals(wanted.getCalibration().pixelWidth, found.getCalibration().pixelWidth, 1e-9);
      assertEquals(wanted.getCalibration().getUnit(), found.getCalibration().getUnit());
      for (int slice = 1; slice <= wanted.getStackSize(); slice++) {
        assertArrayEquals(
            (byte[]) wanted.getStack().getPixels(slice),
            (byte[]) found.getStack().getPixels(slice),
            entry.getKey() + ", slice " + slice);
        if (wanted.getStackSize() > 1) {
          assertEquals(
              wanted.getStack().getSliceLabel(slice), found.getStack().getSliceLabel(slice));
        }
      }
    }
  }

  @Test
  void theFolderHasNoOtherFilesAndStaysSmall() throws IOException {
    final TreeSet<String> found = new TreeSet<>();
    long bytes = 0;
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (final Path file : files.filter(Files::isRegularFile).toList()) {
        found.add(FOLDER.relativize(file).toString().replace('\\', '/'));
        bytes += Files.size(file);
      }
    }
    final TreeSet<String> wanted = new TreeSet<>(TestImages.all().keySet());
    wanted.add("README.md");
    assertEquals(wanted, found);
    assertTrue(bytes < 4_000_000, bytes + " bytes");
  }

  @Test
  void onlySomeSlicesOfTheStackAreLabeled() {
    final ImagePlus masks = IJ.openImage(FOLDER.resolve("stack-masks.tif").toString());
    final List<Integer> labeled = new java.util.ArrayList<>();
    for (int slice = 1; slice <= masks.getStackSize(); slice++) {
      if (masks.getStack().getProcessor(slice).getStats().max > 0) {
        labeled.add(slice);
      }
    }
    assertEquals(List.of(1, 4, 8, 12, 15), labeled);
  }
}
