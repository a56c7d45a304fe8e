package sc.fiji.duosegnet.commands;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.Task;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.imagej.ConfidencePlanes;
import sc.fiji.duosegnet.imagej.FoundObjects;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.LargestPart;
import sc.fiji.duosegnet.imagej.ObjectFinder;
import sc.fiji.duosegnet.imagej.ObjectTable;
import sc.fiji.duosegnet.imagej.OutputFile;
import sc.fiji.duosegnet.imagej.RoiPlace;

/** Turns masks into objects: a label image, ROIs and tables. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Find Objects",
    label = "Find Objects",
    description =
        "Numbers and measures the objects of a mask or stack of masks, slice by slice, and lists"
            + " the least confident slices first.")
public final class FindObjects extends DuoSegNetCommand {

  private static final String NOWHERE = "None";
  private static final String MANAGER = RoiPlace.MANAGER_LABEL;
  private static final String OVERLAY = RoiPlace.OVERLAY_LABEL;

  @Parameter(
      label = "Mask",
      description = "Title of the open mask or stack of masks: 0 is background, else foreground.",
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus mask;

  // Fiji's dialog always chooses one of the open images, so there must be a choice that means none.
  @Parameter(
      label = "Confidence",
      description =
          "Title of the open confidence image, 32 bit, 0 to 1, of the mask's size. None, or the"
              + " mask: no confidence in the tables.",
      attrs = {@Attr(name = "optional"), @Attr(name = "partner", value = "32")},
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus confidence;

  @Parameter(
      label = "Split touching objects",
      description =
          "Divides round objects that touch, by a watershed of the distance map. Long or ragged objects"
              + " would be cut to pieces.",
      required = false,
      persist = false)
  private boolean split_touching;

  @Parameter(
      label = "Smallest object (pixels)",
      description = "Parts of fewer pixels are left out. Raise it if specks count as objects.",
      min = "0",
      required = false,
      persist = false)
  private int minimum_size;

  @Parameter(
      label = "Leave out objects at the border",
      description = "Leaves out objects that touch the border of the image.",
      required = false,
      persist = false)
  private boolean exclude_border;

  @Parameter(
      label = "Only the largest part of the stack",
      description =
          "Keeps the objects that hang together from slice to slice and are the largest part, for"
              + " stacks that show one organ. Of a time series, in each of its stacks.",
      required = false,
      persist = false)
  private boolean largest_part;

  @Parameter(
      label = "Outlines to",
      description =
          "ROI Manager: added to what is there. Overlay: on the mask, or on the image named next.",
      choices = {NOWHERE, MANAGER, OVERLAY},
      required = false,
      persist = false)
  private String outlines = NOWHERE;

  @Parameter(
      label = "Image for the overlay",
      description = "Title of the open image that gets the outlines. None: the mask.",
      attrs = @Attr(name = "optional"),
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus overlay_image;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "CSV file of objects",
      description = "File to write the table of objects to. Blank: none.",
      style = FileWidget.SAVE_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File objects_file;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "CSV file of slices",
      description = "File to write the table of slices to. Blank: none.",
      style = FileWidget.SAVE_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File slices_file;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Overwrite existing files",
      description = "Without this, files that exist already are left alone.",
      required = false,
      persist = false)
  private boolean overwrite;

  @Parameter(label = "Labels", type = ItemIO.OUTPUT)
  private ImagePlus objects;

  @Override
  void execute() throws IOException {
    final ImagePlusAdapter masks = new ImagePlusAdapter(Images.need("mask", mask));
    final boolean sure = isGiven(confidence) && confidence != mask;
    final ConfidencePlanes confidences =
        sure ? new ConfidencePlanes(confidence, "mask", mask) : null;
    final ImagePlus shown = isGiven(overlay_image) ? overlay_image : mask;
    if (outlines.equals(OVERLAY)) {
      Images.checkSize("Overlay image", shown, "mask", mask);
    }
    if (outlines.equals(MANAGER)) {
      RoiPlace.MANAGER.check();
    }
    final Path objectsPath = output("Objects file", objects_file, overwrite);
    final Path slicesPath = output("Slices file", slices_file, overwrite);
    final ObjectFinder finder = new ObjectFinder(split_touching, minimum_size, exclude_border);
    final List<Double> means = sure ? new ArrayList<>() : null;
    final FoundObjects found = new FoundObjects(mask);
    kept(find(masks, confidences, finder, means)).forEach(found::add);
    final ObjectTable objectTable = ObjectTable.ofObjects(found, sure);
    final ObjectTable sliceTable = ObjectTable.ofSlices(found, means);
    if (objectsPath != null) {
      OutputFile.write(objectsPath, objectTable.toCsv());
    }
    if (slicesPath != null) {
      OutputFile.write(slicesPath, sliceTable.toCsv());
    }
    if (outlines.equals(MANAGER)) {
      found.addToManager();
    } else if (outlines.equals(OVERLAY)) {
      found.addToOverlay(shown);
    }
    sliceTable.show(ObjectTable.SLICES);
    objectTable.show(ObjectTable.OBJECTS);
    objects = found.labelImage();
    Images.show(objects);
    log().info(found.all().size() + " objects on " + masks.planes() + " slices");
  }

  private List<ObjectFinder.Found> find(
      ImagePlusAdapter masks,
      ConfidencePlanes confidencesOrNull,
      ObjectFinder finder,
      List<Double> means) {
    final List<ObjectFinder.Found> found = new ArrayList<>();
    final Task task = createTask();
    task.setProgressMaximum(masks.planes());
    task.start();
    try {
      for (int plane = 0; plane < masks.planes(); plane++) {
        checkCanceled(task);
        float[] sure = null;
        if (confidencesOrNull != null) {
          sure = confidencesOrNull.plane(plane);
          means.add(ConfidencePlanes.mean(sure));
        }
        found.add(finder.find(plane, masks.mask(plane), sure));
        task.setProgressValue(plane + 1);
        IJ.showStatus("Found objects of slice " + (plane + 1) + " of " + masks.planes());
        IJ.showProgress(plane + 1, masks.planes());
      }
    } finally {
      task.finish();
      IJ.showProgress(1.0);
    }
    return found;
  }

  private List<ObjectFinder.Found> kept(List<ObjectFinder.Found> planes) {
    if (!largest_part) {
      return planes;
    }
    final int slices = mask.getNSlices(); // of each frame
    final List<ObjectFinder.Found> kept = new ArrayList<>();
    for (int first = 0; first < planes.size(); first += slices) {
      kept.addAll(LargestPart.of(planes.subList(first, first + slices)));
    }
    return kept;
  }
}
