package sc.fiji.duosegnet.commands;

import ij.IJ;
import ij.ImagePlus;
import java.awt.Rectangle;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.Task;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.imagej.ImagePart;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.SegmentationModel;
import sc.fiji.duosegnet.imagej.SegmentationOutput;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.imagej.ZarrStack;
import sc.fiji.duosegnet.model.PixelSize;

/** Segments an image or stack with a trained model. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Segment Image",
    label = "Segment Image",
    description = "Segments an open image or stack, of any size, with a trained model.")
public final class SegmentImage extends DuoSegNetCommand {

  @Parameter(
      label = "Image",
      description =
          "Title of the open image or stack; virtual stacks are read slice by slice. None: an OME-Zarr"
              + " image, which the advanced settings ask for.",
      attrs = {@Attr(name = "optional"), @Attr(name = "active")},
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus image;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "OME-Zarr image",
      description =
          "Folder of an OME-Zarr image to segment instead of an open one; read slice by slice.",
      style = FileWidget.DIRECTORY_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File ome_zarr;

  @Parameter(
      label = "Model file",
      description = "A model that Train or Train on Folders has written.",
      style = FileWidget.OPEN_STYLE,
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
      label = "Only inside the selection",
      description =
          "Segments the rectangle around the image's selection; results are of its size. Without"
              + " this, the selection does not matter.",
      required = false,
      persist = false)
  private boolean selection;

  @Parameter(
      label = "Match the model's pixel size",
      description =
          "Scales images to the pixel size that the model was trained on, and the results back. For"
              + " images of another magnification than the training's.",
      required = false,
      persist = false)
  private boolean match_pixel_size;

  @Parameter(
      label = "Outputs, with commas between",
      description =
          "Some of mask, confidence, probability (the mean of both networks'), views (each network's"
              + " probability), agreement (of the networks) and critic (how far the critic takes the"
              + " masks for drawn ones).",
      required = false,
      persist = false)
  private String outputs = SegmentationStack.USUAL;

  @Parameter(
      label = "Tile size (0 = automatic)",
      description =
          "Width and height in pixels of the pieces that large images are cut into. Lower it if memory"
              + " is short; the result is the same.",
      min = "0",
      required = false,
      persist = false)
  private int tile_size;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Precision",
      description =
          "FLOAT32; BFLOAT16 is faster on processors with AVX-512 BF16 or AMX, FLOAT16 on GPUs, both"
              + " with slightly other results.",
      choices = {"FLOAT32", "BFLOAT16", "FLOAT16"},
      required = false,
      persist = false)
  private String precision = "FLOAT32";

  @Parameter(
      label = "Output folder",
      description =
          "Folder for title-mask.tif and the other outputs, written slice by slice. Blank: keep"
              + " the results in memory.",
      style = FileWidget.DIRECTORY_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File output_folder;

  @Parameter(
      label = "Overwrite existing files",
      description = "Without this, files that exist already are left alone.",
      required = false,
      persist = false)
  private boolean overwrite;

  @Parameter(label = "Mask", type = ItemIO.OUTPUT)
  private ImagePlus mask;

  @Parameter(label = "Confidence", type = ItemIO.OUTPUT)
  private ImagePlus confidence;

  @Override
  void execute() throws IOException {
    final ImagePlus opened = image();
    final Rectangle bounds = selection ? ImagePart.selection("selection", opened) : null;
    final ImagePlus source = ImagePart.of(opened, channels, bounds);
    final ImagePlusAdapter planes = new ImagePlusAdapter(source);
    final Path modelFile = modelFile(model);
    final boolean inMemory = !isGiven(output_folder);
    final Path folder = inMemory ? null : output_folder.toPath();
    final Set<SegmentationStack> wanted = SegmentationStack.parse("outputs", outputs);
    final SegmenterOptions options = SegmenterOptions.of(tile_size, precision, 0);
    final Map<SegmentationStack, ImagePlus> results;
    try (SegmentationModel trained =
            SegmentationModel.open(modelFile, options, wanted, match_pixel_size, this::warn);
        SegmentationOutput output = new SegmentationOutput(source, folder, wanted, overwrite)) {
      segment(planes, source.getHeight(), trained, trained.fit(source, this::warn), output);
      results = output.finish();
    }
    mask = results.get(SegmentationStack.MASK);
    confidence = results.get(SegmentationStack.CONFIDENCE);
    // Shown here, not only set as outputs: headless, no other way leads a macro to them.
    results.values().forEach(Images::show);
  }

  private ImagePlus image() throws IOException {
    if (!isGiven(ome_zarr)) {
      Images.need("image", image);
      return image;
    }
    if (isGiven(image)) {
      throw new IllegalArgumentException(
          "Inputs 'image' ('"
              + image.getTitle()
              + "') and 'ome_zarr' ('"
              + ome_zarr
              + "') are both given; leave one out.");
    }
    return ZarrStack.open(ome_zarr.toPath());
  }

  private void segment(
      ImagePlusAdapter planes,
      int height,
      SegmentationModel opened,
      PixelSize.Factor factor,
      SegmentationOutput output)
      throws IOException {
    final Task task = createTask();
    // In rows, as one plane alone may take minutes.
    final long rows = (long) planes.planes() * height;
    task.setProgressMaximum(rows);
    task.start();
    final ShownRows shown =
        new ShownRows(
            output,
            height,
            done -> {
              task.setProgressValue(done);
              IJ.showProgress((double) done / rows);
            });
    try {
      for (int plane = 0; plane < planes.planes(); plane++) {
        IJ.showStatus("Segmenting slice " + (plane + 1) + " of " + planes.planes());
        opened.segment(planes.plane(plane), factor, shown, () -> cancelRequested(task));
      }
      checkCanceled(task);
    } finally {
      task.finish();
      IJ.showProgress(1.0);
    }
  }
}
