package sc.fiji.duosegnet.commands;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.Task;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.imagej.EarlierLabels;
import sc.fiji.duosegnet.imagej.FoundObjects;
import sc.fiji.duosegnet.imagej.ImagePart;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.LeastConfident;
import sc.fiji.duosegnet.imagej.ObjectFinder;
import sc.fiji.duosegnet.imagej.ObjectTable;
import sc.fiji.duosegnet.imagej.Proposals;
import sc.fiji.duosegnet.imagej.RoiPlace;
import sc.fiji.duosegnet.imagej.SliceNumbers;

/** Proposes objects on the slices that a model is least sure of, for a person to correct. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Annotate Next",
    label = "Annotate Next",
    description =
        "Finds the slices without labels that a model is least sure of, and puts the model's"
            + " objects there as ROIs to correct. Then train again, with labels from the same"
            + " place.")
public final class AnnotateNext extends DuoSegNetCommand {

  @Parameter(
      label = "Image stack",
      description = "Title of the open stack that is annotated.",
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus image;

  @Parameter(
      label = "Model file",
      description =
          "The model so far, which then segments the slices without labels. Blank: mask and confidence"
              + " of the advanced settings are taken.",
      style = FileWidget.OPEN_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File model;

  @Parameter(
      label = "Channels",
      description =
          "Channels that the model takes, such as 1,3; of RGB images 1 is red. Blank: all.",
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private String channels = "";

  @Parameter(
      label = "Match the model's pixel size",
      description =
          "Scales slices to the pixel size that the model was trained on, and its objects back. For a"
              + " stack of another magnification than the training's.",
      required = false,
      persist = false)
  private boolean match_pixel_size;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Mask in place of a model",
      description = "Title of the open mask that Segment Image has made; not needed with a model.",
      attrs = @Attr(name = "optional"),
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus prediction;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Confidence in place of a model",
      description = "Title of the open confidence that Segment Image has made.",
      attrs = @Attr(name = "optional"),
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus confidence;

  @Parameter(
      label = "Number of slices to annotate",
      description =
          "How many slices get proposals. Take as many as you want to correct before the next"
              + " training.",
      min = "1",
      required = false,
      persist = false)
  private int count = 5;

  @Parameter(
      label = "Labels and proposals in",
      description =
          "Where the ROIs of labeled slices are, if there are any, and where the proposals go. What"
              + " is there stays.",
      choices = {RoiPlace.MANAGER_LABEL, RoiPlace.OVERLAY_LABEL},
      attrs = @Attr(name = "rois"),
      required = false,
      persist = false)
  private String labels = RoiPlace.MANAGER_LABEL;

  // Fiji's dialog always chooses one of the open images, so the image itself has to mean none.
  @Parameter(
      label = "Labels so far, if masks",
      description =
          "Title of the mask stack or label image of the labeled slices, which are turned into ROIs."
              + " None, or the image: all labels are ROIs.",
      attrs = @Attr(name = "optional"),
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus mask;

  @Parameter(
      label = "Labeled slices",
      description =
          "Slices that are labeled, such as 1,4,8-12, also those without objects. Blank: all with"
              + " an object.",
      required = false,
      persist = false)
  private String labeled_slices = "";

  @Parameter(
      label = "Smallest proposal (pixels)",
      description = "Parts of fewer pixels are not proposed. Raise it if specks are.",
      min = "0",
      required = false,
      persist = false)
  private int minimum_size;

  @Parameter(
      label = "Split touching objects",
      description =
          "Divides round objects that touch, by a watershed of the distance map: between the"
              + " proposals is a line of background.",
      required = false,
      persist = false)
  private boolean split_touching;

  @Override
  void execute() throws IOException {
    final ImagePlusAdapter images = new ImagePlusAdapter(Images.need("image", image));
    final RoiPlace place = RoiPlace.of("labels", labels);
    place.check();
    final LeastConfident least = new LeastConfident(count);
    final EarlierLabels earlier = earlier(images.planes(), place);
    final SortedSet<Integer> candidates = candidates(images.planes(), earlier);
    try (Confidences source = source()) {
      rank(source, candidates, least);
    }
    final FoundObjects found = new FoundObjects(image);
    final ObjectFinder finder = new ObjectFinder(split_touching, minimum_size, false);
    final SortedMap<Integer, Double> chosen = new TreeMap<>();
    for (final LeastConfident.Plane plane : least.byNumber()) {
      found.add(finder.find(plane.number(), plane.mask(), null));
      chosen.put(plane.number(), plane.confidence());
    }
    earlier.keep();
    place.add(image, Proposals.of(image, found, chosen.keySet()));
    ObjectTable.ofSome(found, chosen).show(ObjectTable.NEXT);
    goTo(chosen.firstKey());
    tell(SliceNumbers.format(new TreeSet<>(chosen.keySet())), found.all().size(), earlier);
  }

  private void tell(String slices, int objects, EarlierLabels earlier) {
    IJ.showStatus("Correct the proposals on slices " + slices + ", then train");
    log()
        .info(
            "Slices of '"
                + image.getTitle()
                + "' to annotate next: "
                + slices
                + " (proposed objects: "
                + objects
                + ", labeled before: "
                + (earlier.planes().isEmpty() ? "none" : SliceNumbers.format(earlier.planes()))
                + "); correct the proposals, then train with labels from '"
                + labels
                + "'");
  }

  private EarlierLabels earlier(int planes, RoiPlace place) {
    final SortedSet<Integer> named =
        SliceNumbers.parseIfGiven("labeled_slices", labeled_slices, planes);
    return EarlierLabels.of(image, place, other(mask) ? mask : null, named);
  }

  private boolean other(ImagePlus further) {
    return isGiven(further) && further != image;
  }

  private SortedSet<Integer> candidates(int planes, EarlierLabels earlier) {
    final SortedSet<Integer> candidates = new TreeSet<>();
    for (int plane = 0; plane < planes; plane++) {
      candidates.add(plane);
    }
    candidates.removeAll(earlier.planes());
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(
          "All "
              + planes
              + " slices of image '"
              + image.getTitle()
              + "' have labels or proposals already; correct these and train, or give another"
              + " stack.");
    }
    return candidates;
  }

  private Confidences source() throws IOException {
    if (isGiven(model)) {
      return Confidences.ofModel(
          ImagePart.of(image, channels, null), modelFile(model), match_pixel_size, this::warn);
    }
    if (!other(prediction) || !other(confidence)) {
      throw new IllegalArgumentException(
          "Input 'model' is missing; give the file of a trained model, or the mask and confidence"
              + " that Segment Image has made as 'prediction' and 'confidence'.");
    }
    return Confidences.ofImages(image, prediction, confidence);
  }

  private void rank(Confidences source, SortedSet<Integer> candidates, LeastConfident least)
      throws IOException {
    final Task task = createTask();
    task.setProgressMaximum(candidates.size());
    task.start();
    try {
      int done = 0;
      for (final int plane : candidates) {
        checkCanceled(task);
        source.show(plane, least, () -> cancelRequested(task));
        task.setProgressValue(++done);
        IJ.showStatus("Ranked slice " + done + " of " + candidates.size());
        IJ.showProgress(done, candidates.size());
      }
    } finally {
      task.finish();
      IJ.showProgress(1.0);
    }
  }

  private void goTo(int plane) {
    final int slices = image.getNSlices();
    image.setPosition(image.getChannel(), plane % slices + 1, plane / slices + 1);
  }
}
