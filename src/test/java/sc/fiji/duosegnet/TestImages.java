package sc.fiji.duosegnet;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.SyntheticNuclei;

/**
 * Makes the files in {@code test-images/}, which its README describes. To make them again after a
 * change of {@link SyntheticNuclei}:
 *
 * <pre>{@code
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=sc.fiji.duosegnet.TestImages -Dexec.args=test-images
 * }</pre>
 */
public final class TestImages {

  /** Slices of {@code stack-masks.tif} that carry a mask, from 1. */
  static final Set<Integer> LABELED_SLICES = Set.of(1, 4, 8, 12, 15);

  private static final int LABELED = 8;
  private static final int UNLABELED = 24;
  private static final int TEST_SEED = 1000;
  private static final int STACK_SEED = 2000;

  private TestImages() {}

  /**
   * Writes all files.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException(
          "There are " + args.length + " arguments; give the folder to write to.");
    }
    for (final Map.Entry<String, Supplier<ImagePlus>> entry : all().entrySet()) {
      final Path file = Path.of(args[0]).resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      final ImagePlus image = entry.getValue().get();
      final FileSaver saver = new FileSaver(image);
      final boolean saved =
          image.getStackSize() > 1
              ? saver.saveAsTiffStack(file.toString())
              : saver.saveAsTiff(file.toString());
      if (!saved) {
        throw new IOException("File " + file + " can't be written; check the folder.");
      }
    }
  }

  /** Returns all files by their path below the folder; each is made when it is asked for. */
  static Map<String, Supplier<ImagePlus>> all() {
    final Map<String, Supplier<ImagePlus>> files = new LinkedHashMap<>();
    for (int i = 1; i <= LABELED + UNLABELED; i++) {
      final int seed = i;
      final String name = String.format("field%02d.tif", i);
      if (i <= LABELED) {
        files.put("labeled/" + name, () -> single(field(seed, 192, 192), false));
        files.put("masks/" + name, () -> single(field(seed, 192, 192), true));
      } else {
        files.put("unlabeled/" + name, () -> single(field(seed, 192, 192), false));
      }
    }
    files.put("test.tif", () -> calibrated(stack(TEST_SEED, 8, 256, 192, false)));
    files.put("test-masks.tif", () -> calibrated(stack(TEST_SEED, 8, 256, 192, true)));
    files.put("stack.tif", () -> stack(STACK_SEED, 16, 192, 192, false));
    files.put("stack-masks.tif", TestImages::partlyLabeled);
    return files;
  }

  private static ImagePlus partlyLabeled() {
    final ImagePlus masks = stack(STACK_SEED, 16, 192, 192, true);
    for (int slice = 1; slice <= masks.getStackSize(); slice++) {
      if (!LABELED_SLICES.contains(slice)) {
        Arrays.fill((byte[]) masks.getStack().getPixels(slice), (byte) 0);
      }
    }
    return masks;
  }

  private static ImagePlus stack(int seed, int slices, int width, int height, boolean masks) {
    final ImageStack stack = new ImageStack(width, height);
    for (int i = 1; i <= slices; i++) {
      final SyntheticNuclei.Field field = field(seed + i, width, height);
      stack.addSlice("field " + (seed + i), masks ? field.mask() : eightBit(field));
    }
    return new ImagePlus("nuclei", stack);
  }

  private static ImagePlus calibrated(ImagePlus image) {
    final Calibration calibration = image.getCalibration();
    calibration.pixelWidth = 0.5;
    calibration.pixelHeight = 0.5;
    calibration.setUnit("micron");
    return image;
  }

  private static ImagePlus single(SyntheticNuclei.Field field, boolean mask) {
    return new ImagePlus(
        "nuclei",
        new ByteProcessor(field.width(), field.height(), mask ? field.mask() : eightBit(field)));
  }

  private static SyntheticNuclei.Field field(int seed, int width, int height) {
    return SyntheticNuclei.generate(seed, width, height);
  }

  /** The range from the darkest pixel to the brightest but 1 in 1000 becomes 0..255. */
  private static byte[] eightBit(SyntheticNuclei.Field field) {
    final int[] values = new int[field.pixels().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = field.pixels()[i] & 0xffff;
    }
    final int[] sorted = values.clone();
    Arrays.sort(sorted);
    final int low = sorted[0];
    final int range = Math.max(1, sorted[sorted.length - 1 - sorted.length / 1000] - low);
    final byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.min(255, (values[i] - low) * 255 / range);
    }
    return bytes;
  }
}
