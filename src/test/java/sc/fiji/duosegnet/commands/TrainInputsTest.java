package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.Preset;

/** What parts of images Train and Segment Image take. */
class TrainInputsTest {

  @TempDir Path work;

  @BeforeEach
  void writeImages() throws Exception {
    TrialImages.write(work);
  }

  private ImagePlus image(String name) {
    return IJ.openImage(work.resolve(name).toString());
  }

  /** Channel 2 is the stack; 1 and 3 are something else. */
  private ImagePlus threeChannels() {
    final ImageStack source = image("stack.tif").getStack();
    final ImageStack channels = new ImageStack(source.getWidth(), source.getHeight());
    for (int slice = 1; slice <= source.getSize(); slice++) {
      final ImageProcessor pixels = source.getProcessor(slice);
      final ImageProcessor other = pixels.duplicate();
      other.rotate(90);
      channels.addSlice(other);
      channels.addSlice(pixels);
      channels.addSlice(other.duplicate());
    }
    final ImagePlus image = new ImagePlus("stack.tif", channels);
    image.setDimensions(3, source.getSize(), 1);
    return new CompositeImage(image, CompositeImage.COMPOSITE);
  }

  private CommandModule training(ImagePlus image, String model) throws Exception {
    final CommandModule training = CommandModules.of(Train.class);
    training.setInput("image", image);
    training.setInput("mask", image("stack-masks.tif"));
    training.setInput("method", Method.MEAN_TEACHER.label());
    training.setInput("iterations", 2);
    training.setInput("width", 2);
    training.setInput("patch_size", 32);
    training.setInput("preset", Preset.LAPTOP.label());
    training.setInput("model_file", work.resolve(model).toFile());
    return training;
  }

  private double[] losses(String model) throws Exception {
    try (ModelFile file = ModelFile.open(work.resolve(model))) {
      return History.parse(file.historyCsv()).rows().stream()
          .flatMapToDouble(row -> row.losses().values().stream().mapToDouble(Double::doubleValue))
          .toArray();
    }
  }

  private String trainingData(String model) throws Exception {
    try (ModelFile file = ModelFile.open(work.resolve(model))) {
      return file.description().trainingData();
    }
  }

  private ImagePlus[] segment(ImagePlus image, String model, String channels, boolean selection)
      throws Exception {
    final CommandModule module = CommandModules.of(SegmentImage.class);
    module.setInput("image", image);
    module.setInput("model", work.resolve(model).toFile());
    module.setInput("channels", channels);
    module.setInput("selection", selection);
    module.run();
    return new ImagePlus[] {
      (ImagePlus) module.getOutput("mask"), (ImagePlus) module.getOutput("confidence")
    };
  }

  private static void assertSamePixels(ImagePlus expected, ImagePlus found) {
    assertEquals(expected.getStackSize(), found.getStackSize());
    for (int slice = 1; slice <= expected.getStackSize(); slice++) {
      assertTrue(
          Arrays.equals(
              (float[]) expected.getStack().getProcessor(slice).getPixels(),
              (float[]) found.getStack().getProcessor(slice).getPixels()),
          "slice " + slice);
    }
  }

  @Test
  void aChannelOfManyTrainsAndSegmentsAsAnImageOfItsOwn() throws Exception {
    training(image("stack.tif"), "gray.zip").run();
    final CommandModule chosen = training(threeChannels(), "chosen.zip");
    chosen.setInput("channels", "2");
    chosen.run();
    assertEquals(Arrays.toString(losses("gray.zip")), Arrays.toString(losses("chosen.zip")));
    assertEquals(
        "Stack 'stack.tif', channels 2, 5 of 16 slices labeled (1,4,8,12,15).",
        trainingData("chosen.zip"));
    final ImagePlus expected = segment(image("stack.tif"), "gray.zip", "", false)[1];
    final ImagePlus found = segment(threeChannels(), "chosen.zip", "2", false)[1];
    assertSamePixels(expected, found);
    assertEquals(1, found.getNChannels());
    assertTrue(
        assertThrows(
                IllegalStateException.class,
                () -> segment(threeChannels(), "chosen.zip", "", false))
            .getMessage()
            .startsWith("The image has 3 channels, but the model was trained on 1; name the"));
  }

  @Test
  void aSelectionIsTheImageOnlyIfThatIsWanted() throws Exception {
    final Roi rectangle = new Roi(5, 9, 40, 48);
    final ImagePlus selected = image("stack.tif");
    selected.setRoi(rectangle);
    final CommandModule inside = training(selected, "inside.zip");
    inside.setInput("selection", true);
    inside.run();
    // The same as with images that were cut by hand.
    final ImagePlus cut = image("stack.tif");
    cut.setRoi(rectangle);
    final ImagePlus masks = image("stack-masks.tif");
    masks.setRoi(rectangle);
    final CommandModule byHand = training(cut.crop("stack"), "cut.zip");
    byHand.setInput("mask", masks.crop("stack"));
    byHand.setInput("labeled_slices", "1,4,8,12,15");
    byHand.run();
    assertEquals(Arrays.toString(losses("cut.zip")), Arrays.toString(losses("inside.zip")));
    assertEquals(
        "Stack 'stack.tif', 40x48 pixels from 5,9 on, 5 of 16 slices labeled (1,4,8,12,15).",
        trainingData("inside.zip"));

    final ImagePlus[] found = segment(selected, "inside.zip", "", true);
    assertEquals(40, found[0].getWidth());
    assertEquals(48, found[0].getHeight());
    assertEquals("stack-mask", found[0].getTitle());
    assertEquals("plane 3", found[0].getStack().getSliceLabel(3));
    assertEquals(5 * 0.25, found[0].getCalibration().getX(0), 1e-9);
    assertSamePixels(segment(cut.crop("stack"), "inside.zip", "", false)[1], found[1]);
    // A selection that happens to be there does not matter.
    assertEquals(TrialImages.SIZE, segment(selected, "inside.zip", "", false)[0].getWidth());
  }

  @Test
  void aFolderOfUnlabeledStacksIsTrainedOn() throws Exception {
    final CommandModule training = training(image("stack.tif"), "more.zip");
    training.setInput("unlabeled", work.resolve("unlabeled").toString());
    training.run();
    assertEquals(
        "Stack 'stack.tif', 5 of 16 slices labeled (1,4,8,12,15), and 4 unlabeled stacks of 4"
            + " slices.",
        trainingData("more.zip"));
    try (ModelFile file = ModelFile.open(work.resolve("more.zip"))) {
      assertTrue(file.splitCsv().contains("unlabeled more3#0001,unlabeled"), file.splitCsv());
    }
  }

  @Test
  void channelsOfFilesToo() throws Exception {
    final Path labeled = work.resolve("labeled");
    for (int i = 0; i < 4; i++) {
      final ImagePlus gray = IJ.openImage(labeled.resolve("cells" + i + ".tif").toString());
      final ImageStack two = new ImageStack(gray.getWidth(), gray.getHeight());
      two.addSlice(gray.getProcessor().createProcessor(gray.getWidth(), gray.getHeight()));
      two.addSlice(gray.getProcessor());
      final ImagePlus image = new ImagePlus("two", two);
      image.setDimensions(2, 1, 1);
      IJ.saveAsTiff(image, labeled.resolve("cells" + i + ".tif").toString());
    }
    final CommandModule training = CommandModules.of(TrainOnFolders.class);
    training.setInput("labeled_folder", labeled.toFile());
    training.setInput("mask_folder", work.resolve("masks").toFile());
    training.setInput("channels", "2");
    training.setInput("method", Method.SUPERVISED.label());
    training.setInput("iterations", 1);
    training.setInput("width", 2);
    training.setInput("patch_size", 32);
    training.setInput("preset", Preset.LAPTOP.label());
    training.setInput("model_file", work.resolve("files.zip").toFile());
    training.run();
    try (ModelFile file = ModelFile.open(work.resolve("files.zip"))) {
      assertEquals(1, file.description().settings().network().channels());
    }
  }
}
