package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.Analyzer;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.Preset;

/** The round of annotating: train, see where the model is least sure, correct, train again. */
class AnnotateNextTest {

  private static final int SIZE = 40;

  @TempDir static Path images;
  @TempDir Path work;
  private CommandModule module;

  @BeforeAll
  static void writeImages() throws Exception {
    TrialImages.write(images);
  }

  @BeforeEach
  void open() throws Exception {
    module = CommandModules.of(AnnotateNext.class);
    module.setInput("labels", "Overlay");
  }

  private static ImagePlus image(String name) {
    return IJ.openImage(images.resolve(name).toString());
  }

  private static List<Roi> rois(ImagePlus image) {
    return image.getOverlay() == null ? List.of() : List.of(image.getOverlay().toArray());
  }

  private static List<String> names(ImagePlus image) {
    return rois(image).stream().map(Roi::getName).toList();
  }

  /** A stack of 6 slices; predicted are two squares on even slices and nothing on the others. */
  private ImagePlus predicted(float... confidences) {
    final int slices = confidences.length;
    final ImagePlus stack = IJ.createImage("cells", "16-bit black", SIZE, SIZE, slices);
    final ImagePlus mask = IJ.createImage("cells-mask", "8-bit black", SIZE, SIZE, slices);
    final ImagePlus sure = IJ.createImage("cells-confidence", "32-bit black", SIZE, SIZE, slices);
    for (int slice = 1; slice <= slices; slice++) {
      final ImageProcessor pixels = mask.getStack().getProcessor(slice);
      if (slice % 2 == 0) {
        pixels.setValue(255);
        pixels.fill(new Roi(2, 3, 6, 7));
        pixels.fill(new Roi(20, 21, 3, 3));
      }
      sure.getStack().getProcessor(slice).add(confidences[slice - 1]);
    }
    module.setInput("image", stack);
    module.setInput("prediction", mask);
    module.setInput("confidence", sure);
    return stack;
  }

  @Test
  void touchingObjectsAreProposedAsOneOrAsTwo() {
    final ImagePlus stack = predicted(0.1f);
    final ImagePlus mask = (ImagePlus) module.getInput("prediction");
    final ImageProcessor pixels = mask.getStack().getProcessor(1);
    pixels.setValue(255);
    pixels.fillOval(2, 2, 15, 15);
    pixels.fillOval(15, 2, 15, 15);
    module.run();
    assertEquals(List.of("proposal-0001-0001"), names(stack));
    stack.setOverlay(null);
    module.setInput("split_touching", true);
    module.run();
    assertEquals(List.of("proposal-0001-0001", "proposal-0001-0002"), names(stack));
  }

  @Test
  void theLeastConfidentSlicesWithoutLabelsGetProposals() {
    final ImagePlus stack = predicted(0.1f, 0.6f, 0.4f, 0.3f, 0.2f, 0.9f);
    final Roi drawn = new Roi(1, 1, 4, 4);
    drawn.setName("mine");
    drawn.setPosition(1);
    stack.setOverlay(new Overlay(drawn));
    module.setInput("count", 3);
    module.run();
    assertEquals(
        List.of(
            "mine",
            "proposal-0004-0001",
            "proposal-0004-0002",
            "proposal-background-0003",
            "proposal-background-0005"),
        names(stack));
    final List<Roi> rois = rois(stack);
    assertEquals(new java.awt.Rectangle(2, 3, 6, 7), rois.get(1).getBounds());
    assertEquals(4, rois.get(1).getPosition());
    assertEquals(5, rois.get(4).getPosition());
    assertEquals(Color.MAGENTA, rois.get(1).getStrokeColor());
    assertNull(drawn.getStrokeColor());
    assertEquals(3, stack.getCurrentSlice(), "the first slice to annotate is shown");
    final var table = Analyzer.getResultsTable();
    assertEquals(List.of(5.0, 4.0, 3.0), column(table, "Slice"));
    assertEquals(List.of(0.0, 2.0, 0.0), column(table, "Objects"));
    // The next round takes other slices.
    module.setInput("count", 5);
    module.run();
    assertEquals(5 + 4, rois(stack).size());
    assertEquals(List.of("proposal-0002-0001", "proposal-0002-0002"), names(stack).subList(5, 7));
    assertTrue(
        assertThrows(IllegalStateException.class, module::run)
            .getMessage()
            .startsWith("All 6 slices of image 'cells' have labels or proposals already;"));
    assertEquals(9, rois(stack).size());
  }

  private static List<Double> column(ij.measure.ResultsTable table, String heading) {
    return Arrays.stream(table.getColumnAsDoubles(table.getColumnIndex(heading))).boxed().toList();
  }

  @Test
  void smallPartsAreNotProposed() {
    final ImagePlus stack = predicted(0.5f, 0.1f);
    module.setInput("count", 1);
    module.setInput("minimum_size", 10);
    module.run();
    assertEquals(List.of("proposal-0002-0001"), names(stack));
  }

  @Test
  void wrongInputsAreNamedAndChangeNothing() {
    final ImagePlus stack = predicted(0.5f, 0.1f);
    module.setInput("prediction", stack);
    refused("Input 'model' is missing; give the file of a trained model, or the mask and");
    module.setInput("prediction", IJ.createImage("other", "8-bit black", SIZE, SIZE, 3));
    refused("Prediction 'other' is 40x40x3 but image 'cells' is 40x40x2;");
    module.setInput("model", work.resolve("none.zip").toFile());
    refused("Model file '" + work.resolve("none.zip") + "' does not exist;");
    module.setInput("labeled_slices", "3");
    refused("Input 'labeled_slices' is '3'; give slice numbers from 1 to 2");
    module.setInput("labels", "ROI Manager");
    refused("The ROI Manager needs a display, and there is none; choose 'Overlay'.");
    assertNull(stack.getOverlay());
  }

  private void refused(String beginning) {
    final String sentence = assertThrows(IllegalStateException.class, module::run).getMessage();
    assertTrue(sentence.startsWith(beginning), sentence);
  }

  @Test
  void aRoundAddsItsSlicesToTheLabelsThatWereThere() throws Exception {
    final ImagePlus stack = image("stack.tif");
    final ImagePlus masks = image("stack-masks.tif");
    final Path first = work.resolve("first.zip");
    final CommandModule training = training(stack, first);
    training.setInput("mask", masks);
    training.run();
    assertEquals("Stack 'stack.tif', 5 of 16 slices labeled (1,4,8,12,15).", trainingData(first));

    module.setInput("image", stack);
    module.setInput("mask", masks);
    module.setInput("model", first.toFile());
    module.setInput("count", 2);
    module.run();
    final SortedSet<Integer> proposed = new TreeSet<>();
    for (final Roi roi : rois(stack)) {
      if (roi.getName().startsWith("proposal-")) {
        proposed.add(roi.getPosition());
      }
    }
    assertEquals(2, proposed.size(), proposed.toString());
    final SortedSet<Integer> labeled = new TreeSet<>(List.of(1, 4, 8, 12, 15));
    assertTrue(labeled.stream().noneMatch(proposed::contains), proposed.toString());
    labeled.addAll(proposed);

    // As the proposals are, the next training would say so.
    final Path unchecked = work.resolve("unchecked.zip");
    final CommandModule careless = training(stack, unchecked);
    careless.setInput("labels", "Overlay");
    careless.run();
    assertEquals(
        "Stack 'stack.tif', 7 of 16 slices labeled ("
            + text(labeled)
            + "), 2 of them by correcting or keeping proposals ("
            + text(proposed)
            + ").",
        trainingData(unchecked));

    // Somebody draws the truth on one slice and corrects the proposals of the other.
    final int drawn = proposed.first();
    for (final Roi roi : rois(stack)) {
      if (roi.getName().startsWith("proposal-") && roi.getPosition() == drawn) {
        stack.getOverlay().remove(roi);
      }
    }
    final Roi truth = truth(drawn);
    stack.getOverlay().add(truth);
    final Path second = work.resolve("second.zip");
    final CommandModule again = training(stack, second);
    again.setInput("labels", "Overlay");
    again.run();
    assertEquals(
        "Stack 'stack.tif', 7 of 16 slices labeled ("
            + text(labeled)
            + "), 1 of them by correcting or keeping proposals ("
            + proposed.last()
            + ").",
        trainingData(second));
    assertLabeled(second, labeled);
  }

  private static CommandModule training(ImagePlus stack, Path model) throws Exception {
    final CommandModule training = CommandModules.of(Train.class);
    training.setInput("image", stack);
    training.setInput("method", Method.SUPERVISED.label());
    training.setInput("iterations", 3);
    training.setInput("width", 2);
    training.setInput("patch_size", 32);
    training.setInput("preset", Preset.LAPTOP.label());
    training.setInput("model_file", model.toFile());
    return training;
  }

  private static Roi truth(int slice) {
    final byte[] mask =
        SyntheticNuclei.generate(100 + slice, TrialImages.SIZE, TrialImages.SIZE).mask();
    final ByteProcessor pixels = new ByteProcessor(TrialImages.SIZE, TrialImages.SIZE, mask, null);
    pixels.setThreshold(1, 255, ImageProcessor.NO_LUT_UPDATE);
    final Roi roi = new ThresholdToSelection().convert(pixels);
    roi.setPosition(slice);
    roi.setName("drawn");
    return roi;
  }

  /** The split has all labeled slices among the labeled images, and no others. */
  private static void assertLabeled(Path model, SortedSet<Integer> slices) throws Exception {
    try (ModelFile file = ModelFile.open(model)) {
      final SortedSet<Integer> found = new TreeSet<>();
      for (final String line : file.splitCsv().lines().skip(1).toList()) {
        final String[] fields = line.split(",");
        if (!fields[1].equals("unlabeled")) {
          found.add(Integer.parseInt(fields[0].replaceAll(".*#", "")));
        }
      }
      assertEquals(slices, found, file.splitCsv());
    }
  }

  private static String trainingData(Path model) throws Exception {
    try (ModelFile file = ModelFile.open(model)) {
      return file.description().trainingData();
    }
  }

  /** Slice numbers as the messages have them: neighbors joined. */
  private static String text(SortedSet<Integer> slices) {
    final SortedSet<Integer> fromZero = new TreeSet<>();
    slices.forEach(slice -> fromZero.add(slice - 1));
    return sc.fiji.duosegnet.imagej.SliceNumbers.format(fromZero);
  }
}
