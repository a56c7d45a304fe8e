package sc.fiji.duosegnet.commands;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.SliceNumbers;
import sc.fiji.duosegnet.model.SamplingSettings;

/** Trains a model on an open stack of which some slices have masks. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Train",
    label = "Train",
    description = "Trains a segmentation model on an open stack of which some slices have masks.")
public final class Train extends TrainingCommand {

  @Parameter(
      label = "Image stack",
      description = "Title of the open stack to learn from.",
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus image;

  @Parameter(
      label = "Mask stack",
      description =
          "Title of a stack of the same size: 0 is background, any other value an object.",
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus mask;

  @Parameter(
      label = "Labeled slices",
      description =
          "Slices whose mask counts, such as 1,4,8-12. Blank: all slices whose mask is not empty;"
              + " slices that are labeled and hold no object must be named.",
      required = false,
      persist = false)
  private String labeled_slices = "";

  @Parameter(
      label = "Further unlabeled stack",
      description = "Title of another open stack, of the same kind of image, without masks.",
      attrs = @Attr(name = "optional"),
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus unlabeled;

  @Override
  Data data(SamplingSettings sampling, long splitSeed) {
    final ImagePlusAdapter images = new ImagePlusAdapter(Images.need("image", image));
    final ImagePlusAdapter masks = new ImagePlusAdapter(Images.need("mask", mask));
    checkSizes(images, masks);
    final SortedSet<Integer> labeledPlanes = labeledPlanes(masks);
    final List<Sample> samples = new ArrayList<>();
    final List<String> labeledNames = new ArrayList<>();
    final List<String> unlabeledNames = new ArrayList<>();
    for (int i = 0; i < images.planes(); i++) {
      final int plane = i;
      final String name = images.name(plane);
      final boolean labeled = labeledPlanes.contains(plane);
      (labeled ? labeledNames : unlabeledNames).add(name);
      samples.add(
          Sample.lazy(name, () -> images.plane(plane), labeled ? () -> masks.mask(plane) : null));
    }
    String description =
        "Stack '"
            + image.getTitle()
            + "', "
            + labeledNames.size()
            + " of "
            + images.planes()
            + " slices labeled";
    if (isGiven(unlabeled)) {
      final ImagePlusAdapter further = further(images);
      for (int i = 0; i < further.planes(); i++) {
        final int plane = i;
        final String name = "unlabeled " + further.name(plane);
        unlabeledNames.add(name);
        samples.add(Sample.lazy(name, () -> further.plane(plane), null));
      }
      description +=
          ", and unlabeled stack '" + unlabeled.getTitle() + "' of " + further.planes() + " slices";
    }
    return new Data(
        samples, Split.draw(labeledNames, unlabeledNames, sampling, splitSeed), description + ".");
  }

  private void checkSizes(ImagePlusAdapter images, ImagePlusAdapter masks) {
    if (image.getWidth() != mask.getWidth()
        || image.getHeight() != mask.getHeight()
        || images.planes() != masks.planes()) {
      throw new IllegalArgumentException(
          "Mask '"
              + mask.getTitle()
              + "' is "
              + size(mask, masks)
              + " but image '"
              + image.getTitle()
              + "' is "
              + size(image, images)
              + "; give a mask stack of the image's size, empty where there is no mask.");
    }
  }

  private static String size(ImagePlus image, ImagePlusAdapter adapter) {
    return image.getWidth() + "x" + image.getHeight() + "x" + adapter.planes();
  }

  private ImagePlusAdapter further(ImagePlusAdapter images) {
    final ImagePlusAdapter further = new ImagePlusAdapter(unlabeled);
    if (further.channels() != images.channels()) {
      throw new IllegalArgumentException(
          "Unlabeled stack '"
              + unlabeled.getTitle()
              + "' has "
              + further.channels()
              + " channels but image '"
              + image.getTitle()
              + "' has "
              + images.channels()
              + "; give one with the same channels.");
    }
    return further;
  }

  private static boolean isGiven(ImagePlus stack) {
    return stack != null && stack.getWidth() > 0;
  }

  private SortedSet<Integer> labeledPlanes(ImagePlusAdapter masks) {
    if (labeled_slices != null && !labeled_slices.isBlank()) {
      return SliceNumbers.parse("labeled_slices", labeled_slices, masks.planes());
    }
    final SortedSet<Integer> planes = new TreeSet<>();
    for (int plane = 0; plane < masks.planes(); plane++) {
      if (hasForeground(masks.mask(plane))) {
        planes.add(plane);
      }
    }
    if (planes.isEmpty()) {
      throw new IllegalArgumentException(
          "Mask '"
              + mask.getTitle()
              + "' is empty on all slices; draw objects with a value above 0, or name the"
              + " labeled slices in labeled_slices.");
    }
    return planes;
  }

  private static boolean hasForeground(RandomAccessibleInterval<? extends RealType<?>> plane) {
    for (final RealType<?> value : plane) {
      if (value.getRealDouble() != 0) {
        return true;
      }
    }
    return false;
  }
}
