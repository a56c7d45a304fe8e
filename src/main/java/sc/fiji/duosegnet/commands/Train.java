package sc.fiji.duosegnet.commands;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.imagej.CroppedLabels;
import sc.fiji.duosegnet.imagej.ImagePart;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.MaskLabels;
import sc.fiji.duosegnet.imagej.PlaneLabels;
import sc.fiji.duosegnet.imagej.RoiLabels;
import sc.fiji.duosegnet.imagej.RoiPlace;
import sc.fiji.duosegnet.imagej.SliceNumbers;
import sc.fiji.duosegnet.imagej.UnlabeledStacks;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Trains a model on an open stack of which some slices are labeled. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Train",
    label = "Train",
    description = "Trains a segmentation model on an open stack of which some slices are labeled.")
public final class Train extends TrainingCommand {

  private static final String MASKS = "Masks";
  private static final String LABEL_IMAGE = "Label image";
  private static final String ROI_MANAGER = RoiPlace.MANAGER_LABEL;
  private static final String OVERLAY = RoiPlace.OVERLAY_LABEL;

  @Parameter(
      label = "Image stack",
      description = "Title of the open stack to learn from.",
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus image;

  @Parameter(
      label = "Labels from",
      description =
          "Masks: 0 is background, one other value objects. Label image: each object has a number."
              + " ROI Manager and Overlay: area selections on their slices; one named background"
              + " marks a slice without objects.",
      choices = {MASKS, LABEL_IMAGE, ROI_MANAGER, OVERLAY},
      attrs = @Attr(name = "rois"),
      required = false,
      persist = false)
  private String labels = MASKS;

  @Parameter(
      label = "Mask stack or label image",
      description = "Title of a stack of the same size; not needed for labels from ROIs.",
      attrs = {@Attr(name = "optional"), @Attr(name = "partner")},
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus mask;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Number of the objects (0 = all)",
      description = "Of a label image: the one value that is foreground, or 0 for all above 0.",
      min = "0",
      required = false,
      persist = false)
  private int label_value;

  @Parameter(
      label = "Labeled slices",
      description =
          "Slices that are labeled, such as 1,4,8-12. Blank: all slices with an object; slices that"
              + " were looked at and hold none must be named. With ROIs: further, empty slices.",
      required = false,
      persist = false)
  private String labeled_slices = "";

  @Parameter(
      label = "Further unlabeled stacks",
      description =
          "Titles of other open stacks without masks, with commas between, or a folder of images and"
              + " stacks.",
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private String unlabeled = "";

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Subfolders of the unlabeled folder too",
      description = "Take the files of its subfolders as well.",
      required = false,
      persist = false)
  private boolean recursive;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Only inside the selection",
      description =
          "Trains on the rectangle around the image's selection. Without this, the selection does"
              + " not matter.",
      required = false,
      persist = false)
  private boolean selection;

  @Override
  Data data(TrainingSettings given, long splitSeed) throws IOException {
    Images.need("image", image);
    final Rectangle bounds = selection ? ImagePart.selection("selection", image) : null;
    final ImagePlusAdapter images = new ImagePlusAdapter(ImagePart.of(image, channels(), bounds));
    final PlaneLabels whole = labels(images.planes());
    final PlaneLabels source = bounds == null ? whole : new CroppedLabels(whole, bounds);
    final SortedSet<Integer> labeledPlanes = source.planes();
    final List<Sample> samples = new ArrayList<>();
    final List<String> labeledNames = new ArrayList<>();
    final List<String> unlabeledNames = new ArrayList<>();
    for (int i = 0; i < images.planes(); i++) {
      final int plane = i;
      final String name = images.name(plane);
      final boolean labeled = labeledPlanes.contains(plane);
      (labeled ? labeledNames : unlabeledNames).add(name);
      samples.add(
          Sample.lazy(
              name,
              () -> images.plane(plane),
              labeled ? () -> source.mask(plane) : null,
              images::pixelSize));
    }
    final UnlabeledStacks further = UnlabeledStacks.of(unlabeled, channels(), recursive);
    for (final Sample sample : further.samples(image.getTitle(), images.channels())) {
      unlabeledNames.add(sample.name());
      samples.add(sample);
    }
    return new Data(
        samples,
        Split.draw(labeledNames, unlabeledNames, given, splitSeed),
        description(images.planes(), source, bounds, further));
  }

  private String description(
      int planes, PlaneLabels source, Rectangle boundsOrNull, UnlabeledStacks further) {
    final StringBuilder text = new StringBuilder("Stack '" + image.getTitle() + "'");
    if (!channels().isBlank()) {
      text.append(", channels ").append(channels());
    }
    if (boundsOrNull != null) {
      text.append(", ").append(boundsOrNull.width).append('x').append(boundsOrNull.height);
      text.append(" pixels from ").append(boundsOrNull.x).append(',').append(boundsOrNull.y);
      text.append(" on");
    }
    text.append(", ").append(source.planes().size()).append(" of ").append(planes);
    text.append(" slices labeled (").append(SliceNumbers.format(source.planes())).append(')');
    if (!source.proposed().isEmpty()) {
      text.append(", ").append(source.proposed().size());
      text.append(" of them by correcting or keeping proposals (");
      text.append(SliceNumbers.format(source.proposed())).append(')');
    }
    if (!further.description().isEmpty()) {
      text.append(", and ").append(further.description());
    }
    return text.append('.').toString();
  }

  private PlaneLabels labels(int planes) {
    final SortedSet<Integer> named =
        SliceNumbers.parseIfGiven("labeled_slices", labeled_slices, planes);
    final SortedSet<Integer> further = named == null ? new TreeSet<>() : named;
    return switch (labels) {
      case ROI_MANAGER -> RoiLabels.ofManager(image, further);
      case OVERLAY -> RoiLabels.ofOverlay(image, further);
      case LABEL_IMAGE ->
          MaskLabels.ofNumbers(image, Images.need("mask", mask), label_value, named);
      default -> MaskLabels.ofMasks(image, Images.need("mask", mask), named);
    };
  }
}
