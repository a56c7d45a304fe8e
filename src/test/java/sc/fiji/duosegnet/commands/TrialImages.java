package sc.fiji.duosegnet.commands;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import sc.fiji.duosegnet.data.SyntheticNuclei;

/** A small set of images of the same layout as the example images, for trainings of seconds. */
final class TrialImages {

  static final int SIZE = 64;
  static final int SLICES = 16;
  private static final Set<Integer> LABELED_SLICES = Set.of(1, 4, 8, 12, 15);

  private TrialImages() {}

  /** Writes folders labeled, masks, unlabeled and the stack, its masks and a single test image. */
  static void write(Path folder) throws IOException {
    for (final String name : new String[] {"labeled", "masks", "unlabeled"}) {
      Files.createDirectories(folder.resolve(name));
    }
    for (int i = 0; i < 4; i++) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(i, SIZE, SIZE);
      save(folder.resolve("labeled/cells" + i + ".tif"), image(field));
      save(folder.resolve("masks/cells" + i + ".tif"), mask(field));
      save(
          folder.resolve("unlabeled/more" + i + ".tif"),
          image(SyntheticNuclei.generate(50 + i, SIZE, SIZE)));
    }
    final ImageStack images = new ImageStack(SIZE, SIZE);
    final ImageStack masks = new ImageStack(SIZE, SIZE);
    for (int slice = 1; slice <= SLICES; slice++) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(100 + slice, SIZE, SIZE);
      images.addSlice("plane " + slice, image(field));
      masks.addSlice(LABELED_SLICES.contains(slice) ? mask(field) : new ByteProcessor(SIZE, SIZE));
    }
    final ImagePlus stack = new ImagePlus("stack", images);
    stack.getCalibration().pixelWidth = 0.25;
    stack.getCalibration().pixelHeight = 0.25;
    stack.getCalibration().pixelDepth = 1.5;
    stack.getCalibration().setUnit("micron");
    IJ.saveAsTiff(stack, folder.resolve("stack.tif").toString());
    IJ.saveAsTiff(new ImagePlus("masks", masks), folder.resolve("stack-masks.tif").toString());
    save(folder.resolve("test.tif"), image(SyntheticNuclei.generate(200, SIZE + 7, SIZE - 5)));
  }

  private static ShortProcessor image(SyntheticNuclei.Field field) {
    return new ShortProcessor(field.width(), field.height(), field.pixels(), null);
  }

  /** The generator's masks, as the values 0 and 255 that ImageJ uses. */
  private static ByteProcessor mask(SyntheticNuclei.Field field) {
    final byte[] mask = new byte[field.mask().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (field.mask()[i] == 0 ? 0 : 255);
    }
    return new ByteProcessor(field.width(), field.height(), mask, null);
  }

  private static void save(Path file, ij.process.ImageProcessor pixels) {
    IJ.saveAsTiff(new ImagePlus("trial", pixels), file.toString());
  }
}
