package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.process.StackConverter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.log.LogService;
import org.scijava.task.TaskService;
import sc.fiji.duosegnet.TinyModel;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.imagej.ConfidencePlanes;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.PixelSize;

/** Models know the pixel size, 0.25 micron here, and the bit depth that they were trained on. */
class MatchPixelSizeTest {

  @TempDir static Path work;
  private static Path model;

  private final List<String> warnings = new ArrayList<>();

  @BeforeAll
  static void train() throws Exception {
    TrialImages.write(work);
    model = work.resolve("model.zip");
    final CommandModule training = new MatchPixelSizeTest().open(Train.class);
    training.setInput("image", image(0.25, "micron"));
    training.setInput("mask", IJ.openImage(work.resolve("stack-masks.tif").toString()));
    quick(training, model);
  }

  private static void quick(CommandModule training, Path file) {
    training.setInput("method", Method.SUPERVISED.label());
    training.setInput("iterations", 2);
    training.setInput("width", 2);
    training.setInput("patch_size", 32);
    training.setInput("model_file", file.toFile());
    training.run();
  }

  private CommandModule open(Class<? extends Command> type) throws Exception {
    final Context context = new Context(LogService.class, TaskService.class);
    context
        .service(LogService.class)
        .addLogListener(
            message -> {
              if (message.level() == org.scijava.log.LogLevel.WARN) {
                warnings.add(message.text());
              }
            });
    final CommandModule module = (CommandModule) new CommandInfo(type).createModule();
    context.inject(module.getCommand());
    return module;
  }

  private static ImagePlus image(double size, String unit) {
    final ImagePlus image = IJ.openImage(work.resolve("stack.tif").toString());
    final Calibration calibration = new Calibration(image);
    calibration.pixelWidth = size;
    calibration.pixelHeight = size;
    calibration.setUnit(unit);
    image.setCalibration(calibration);
    return image;
  }

  private ImagePlus segment(ImagePlus image, boolean match) throws Exception {
    final CommandModule module = open(SegmentImage.class);
    module.setInput("image", image);
    module.setInput("model", model.toFile());
    module.setInput("match_pixel_size", match);
    module.run();
    final ImagePlus confidence = (ImagePlus) module.getOutput("confidence");
    assertEquals(image.getWidth(), confidence.getWidth());
    assertEquals(image.getCalibration().pixelWidth, confidence.getCalibration().pixelWidth);
    return confidence;
  }

  private static float[] pixels(ImagePlus image) {
    return (float[]) image.getStack().getProcessor(3).getPixels();
  }

  @Test
  void theModelTellsIt() throws Exception {
    try (ModelFile file = ModelFile.open(model)) {
      assertEquals(new PixelSize(0.25, 0.25, "micron"), file.description().pixelSize());
      assertTrue(file.description().text().contains("Size of its pixels: 0.25 x 0.25 micron."));
    }
  }

  @Test
  void otherPixelsAreWarnedOfAndElseNothing() throws Exception {
    final float[] expected = pixels(segment(image(0.25, "micron"), false));
    assertEquals(List.of(), warnings);
    assertArrayEquals(expected, pixels(segment(image(290, "nm"), false)));
    assertArrayEquals(expected, pixels(segment(image(1, "pixel"), false)));
    assertEquals(List.of(), warnings);
    assertArrayEquals(expected, pixels(segment(image(0.5, "micron"), false)));
    assertEquals(
        List.of(
            "Image 'stack.tif' has pixels of 0.5 x 0.5 micron but model 'model.zip' was trained on"
                + " pixels of 0.25 x 0.25 micron, so the mask may be poor; give"
                + " match_pixel_size=true, or a model trained on such images."),
        warnings);
  }

  @Test
  void anotherBitDepthIsWarnedOf() throws Exception {
    final ImagePlus image = image(0.25, "micron");
    try (ModelFile file = ModelFile.open(model)) {
      assertEquals(image.getBitDepth(), file.description().bitDepth());
    }
    final ImagePlus floats = image.duplicate();
    floats.setTitle("floats.tif");
    new StackConverter(floats).convertToGray32();
    segment(floats, false);
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(
        warnings
            .get(0)
            .startsWith(
                "Image 'floats.tif' has 32 bits but model 'model.zip' was trained on images of "
                    + image.getBitDepth()
                    + " bits;"),
        warnings.get(0));
  }

  @Test
  void aGrayImageForAModelOfSeveralChannelsIsWarnedOf() throws Exception {
    final Path known = model;
    model = work.resolve("two channels.zip");
    TinyModel.write(model, 2, Method.SUPERVISED);
    try {
      segment(IJ.createHyperStack("two", 64, 64, 2, 3, 1, 16), false);
      assertEquals(List.of(), warnings);
      segment(IJ.createHyperStack("gray", 64, 64, 1, 3, 1, 16), false);
    } finally {
      model = known;
    }
    assertEquals(
        List.of(
            "Image 'gray' has 1 channel but model 'two channels.zip' takes 2, so that each gets the"
                + " same; if the model was not trained on gray images too, give an image of 2"
                + " channels, or another model."),
        warnings);
  }

  @Test
  void matchedPixelsAreSeenAsTheModelKnowsThem() throws Exception {
    final float[] plain = pixels(segment(image(0.25, "micron"), false));
    assertArrayEquals(plain, pixels(segment(image(250, "nm"), true)), "nothing to scale");
    final ImagePlus coarse = image(0.5, "micron");
    final float[] matched = pixels(segment(coarse, true));
    assertFalse(Arrays.equals(plain, matched));
    assertEquals(List.of(), warnings);
    try (Segmenter segmenter = Segmenter.open(model, 0, 0)) {
      final SegmentedPlane expected =
          segmenter.segment(new ImagePlusAdapter(coarse).plane(2), 2, 2, () -> false);
      assertEquals(coarse.getWidth(), expected.width());
      assertArrayEquals(expected.confidence(), matched, 1e-6f);
    }
  }

  /** The slices to annotate are ranked by what Segment Image gives. */
  @Test
  void slicesToAnnotateAreMatchedToo() throws Exception {
    final ImagePlus coarse = image(0.5, "micron");
    for (final boolean match : new boolean[] {false, true}) {
      final ImagePlus confidence = segment(coarse, match);
      final double[] means = new double[coarse.getStackSize()];
      int least = 0;
      for (int i = 0; i < means.length; i++) {
        means[i] =
            ConfidencePlanes.mean((float[]) confidence.getStack().getProcessor(i + 1).getPixels());
        least = means[i] < means[least] ? i : least;
      }
      warnings.clear();
      final CommandModule next = open(AnnotateNext.class);
      next.setInput("image", coarse);
      next.setInput("labels", "Overlay");
      next.setInput("model", model.toFile());
      next.setInput("count", 1);
      next.setInput("match_pixel_size", match);
      coarse.setOverlay(null);
      next.run();
      assertEquals(match ? 0 : 1, warnings.size(), warnings.toString());
      final ResultsTable table = Analyzer.getResultsTable();
      assertEquals(least + 1, table.getValue("Slice", 0));
      assertEquals(means[least], table.getValue("Confidence", 0), 1e-12);
    }
    final CommandModule unknown = open(AnnotateNext.class);
    unknown.setInput("image", image(1, "pixel"));
    unknown.setInput("labels", "Overlay");
    unknown.setInput("model", model.toFile());
    unknown.setInput("match_pixel_size", true);
    assertTrue(
        refusal(unknown::run)
            .startsWith(
                "Input 'match_pixel_size' is true, but image 'stack.tif' has no calibration"));
  }

  @Test
  void withoutCalibrationNothingCanMatch() throws Exception {
    assertEquals(
        "Input 'match_pixel_size' is true, but image 'stack.tif' has no calibration and model"
            + " 'model.zip' was trained on pixels of 0.25 x 0.25 micron; set the pixel size (Image >"
            + " Properties), or give match_pixel_size=false.",
        refusal(() -> segment(image(1, "pixel"), true)));
    final Path unknown = work.resolve("unknown.zip");
    final CommandModule training = open(TrainOnFolders.class);
    training.setInput("labeled_folder", work.resolve("labeled").toFile());
    training.setInput("mask_folder", work.resolve("masks").toFile());
    quick(training, unknown);
    try (ModelFile file = ModelFile.open(unknown)) {
      assertNull(file.description().pixelSize());
    }
    final Path known = model;
    model = unknown;
    try {
      assertTrue(
          refusal(() -> segment(image(0.25, "micron"), true))
              .startsWith(
                  "Input 'match_pixel_size' is true, but model 'unknown.zip' was trained on images"
                      + " without one common pixel size;"));
    } finally {
      model = known;
    }
  }

  private static String refusal(org.junit.jupiter.api.function.Executable work) {
    return assertThrows(IllegalStateException.class, work).getMessage();
  }

  @Test
  void filesHaveAPixelSizeTooAndFoldersAreWarnedOf() throws Exception {
    final Path folder = Files.createDirectory(work.resolve("calibrated"));
    for (int i = 0; i < 4; i++) {
      final ImagePlus image = IJ.openImage(work.resolve("labeled/cells" + i + ".tif").toString());
      image.getCalibration().pixelWidth = 0.5;
      image.getCalibration().pixelHeight = 0.5;
      image.getCalibration().setUnit("micron");
      IJ.saveAsTiff(image, folder.resolve("cells" + i + ".tif").toString());
    }
    final Path file = work.resolve("files.zip");
    final CommandModule training = open(TrainOnFolders.class);
    training.setInput("labeled_folder", folder.toFile());
    training.setInput("mask_folder", work.resolve("masks").toFile());
    quick(training, file);
    try (ModelFile trained = ModelFile.open(file)) {
      assertEquals(
          1, trained.description().pixelSize().in(new PixelSize(0.5, 0.5, "\u00b5m")).most(), 1e-6);
    }
    warnings.clear();
    final CommandModule segmentation = open(SegmentFolder.class);
    segmentation.setInput("input_folder", folder.toFile());
    segmentation.setInput("output_folder", work.resolve("out").toFile());
    segmentation.setInput("model", model.toFile());
    segmentation.setInput("pattern", "cells1*");
    segmentation.run();
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.get(0).startsWith("Image 'cells1.tif' has pixels of 0.5 x 0.5 micron"));
  }
}
