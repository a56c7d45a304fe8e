package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleException;

/** Each wrong input gets one sentence before anything is trained or written. */
class BadInputTest {

  @TempDir Path folder;
  private CommandModule module;

  @BeforeEach
  void writeImages() throws IOException {
    TrialImages.write(folder.resolve("images"));
  }

  @Test
  void trainNeedsAModelFileThatCanBeWritten() throws Exception {
    open(Train.class);
    refused("Input 'model_file' is missing; give the file to write the model to.");
    set("model_file", folder.toFile());
    refused("Model file '" + folder + "' is a folder;");
    final Path existing = Files.writeString(folder.resolve("old.zip"), "precious");
    set("model_file", existing.toFile());
    refused("Model file '" + existing + "' exists already; give overwrite=true");
    assertEquals("precious", Files.readString(existing));
    set("model_file", folder.resolve("none/new.zip").toFile());
    refused("cannot be written");
  }

  @Test
  void trainNeedsAnImageAndAMaskOfItsSize() throws Exception {
    open(Train.class);
    set("model_file", folder.resolve("m.zip").toFile());
    refused("Input 'image' is missing; open the image and give its title.");
    set("image", new ImagePlus());
    refused("Input 'image' is missing;");
    set("image", image("stack.tif"));
    refused("Input 'mask' is missing;");
    set("mask", image("test.tif"));
    refused("Mask 'test.tif' is 71x59x1 but image 'stack.tif' is 64x64x16; give images of");
    set("mask", IJ.createImage("empty", "8-bit black", 64, 64, 16));
    refused("Mask 'empty' is empty on all slices;");
    set("labels", "Label image");
    set("label_value", 7);
    refused("draw objects with a value of 7,");
    set("labels", "ROI Manager");
    refused("The ROI Manager has no ROI;");
    set("labels", "Overlay");
    refused("The overlay of image 'stack.tif' has no ROI;");
    set("labels", "Masks");
    set("labeled_slices", "1,17");
    refused("Input 'labeled_slices' is '1,17'; give slice numbers from 1 to 16");
    set("labeled_slices", "1-8");
    set("unlabeled", "elsewhere");
    refused("Input 'unlabeled' is 'elsewhere', but 'elsewhere' is no folder and no open image (");
    final Path stacks = Files.createDirectory(folder.resolve("more, stacks"));
    IJ.saveAsTiff(
        IJ.createImage("rgb", "RGB black", 64, 64, 2), stacks.resolve("rgb.tif").toString());
    set("unlabeled", stacks.toString());
    refused("Unlabeled stack 'rgb' has 3 channels but image 'stack.tif' has 1;");
    set("unlabeled", "");
    set("channels", "2");
    refused("Input 'channels' is '2', but image 'stack.tif' has 1 channel; give numbers from 1");
    set("channels", "");
    set("selection", true);
    refused("Input 'selection' is true, but image 'stack.tif' has no area selected; select a");
  }

  @Test
  void settingsAreChecked() throws Exception {
    open(Train.class);
    set("model_file", folder.resolve("m.zip").toFile());
    set("image", image("stack.tif"));
    set("mask", image("stack-masks.tif"));
    set("patch_size", 50);
    refused("Setting 'patch_size' is 50;");
    set("patch_size", 0);
    set("method", "Magic");
    refused("Method 'Magic' is not known; give one of:");
  }

  @Test
  void trainOnFoldersNeedsFolders() throws Exception {
    open(TrainOnFolders.class);
    set("model_file", folder.resolve("m.zip").toFile());
    refused("Input 'labeled_folder' is missing;");
    set("labeled_folder", imageFile("labeled"));
    refused("Input 'mask_folder' is missing;");
    set("mask_folder", imageFile("none"));
    refused("Input 'mask_folder' is '" + imageFile("none") + "', which is not a folder;");
    set("mask_folder", imageFile("masks"));
    set("unlabeled_folder", imageFile("labeled"));
    refused("Image 'cells0' is both in labeled_folder and in unlabeled_folder");
    set("unlabeled_folder", imageFile("unlabeled"));
    set("split_file", folder.resolve("none/split.csv").toFile());
    refused("Split file '" + folder.resolve("none/split.csv") + "' cannot be written;");
  }

  /** Reading all images takes minutes, so what needs none of them is looked at first. */
  @Test
  void theModelFileIsCheckedBeforeImagesAreRead() throws Exception {
    final Path broken = imageFile("broken").toPath();
    Files.createDirectories(broken);
    for (int i = 0; i < 4; i++) {
      Files.writeString(broken.resolve("cells" + i + ".tif"), "no image");
    }
    final Path text = folder.resolve("m.txt");
    training(broken, text);
    refused("Model file '" + text + "' does not end in .zip;");
    final Path model = folder.resolve("m.zip");
    final Path lock = folder.resolve("m.zip.lock");
    try (FileChannel other =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = other.lock()) {
      assertTrue(held.isValid());
      training(broken, model);
      refused("Model file '" + model + "' is being written by another training;");
    }
    // One that a killed program has left keeps nobody from training.
    training(broken, model);
    refused(broken.resolve("cells0.tif").toString());
    assertTrue(Files.notExists(lock));
  }

  private void training(Path images, Path model) throws ModuleException {
    open(TrainOnFolders.class);
    set("labeled_folder", images.toFile());
    set("mask_folder", imageFile("masks"));
    set("model_file", model.toFile());
  }

  @Test
  void segmentImageNeedsImageAndModel() throws Exception {
    open(SegmentImage.class);
    refused("Input 'image' is missing;");
    set("image", image("test.tif"));
    refused("Input 'model' is missing; give the file of a trained model.");
    set("model", folder.resolve("none.zip").toFile());
    refused("Model file '" + folder.resolve("none.zip") + "' does not exist;");
    set("model", imageFile("test.tif"));
    set("output_folder", folder.resolve("out").toFile());
    final String sentence = refusal();
    assertTrue(sentence.contains("test.tif"), sentence);
    assertTrue(Files.notExists(folder.resolve("out")), "nothing may be written");
  }

  @Test
  void evaluateSegmentationNeedsTwoMasksOfOneSize() throws Exception {
    open(EvaluateSegmentation.class);
    refused("Inputs 'prediction' and 'truth' are missing; open both masks");
    final ImagePlus masks = image("stack-masks.tif");
    set("truth", masks);
    refused("Input 'prediction' is missing; open the image and give its title.");
    set("prediction", masks);
    refused("Inputs 'prediction' and 'truth' are both 'stack-masks.tif';");
    set("prediction", image("test.tif"));
    refused("Truth 'stack-masks.tif' is 64x64x16 but prediction 'test.tif' is 71x59x1;");
    set("prediction", image("stack-masks.tif"));
    set("confidence", image("stack.tif"));
    refused("Confidence 'stack.tif' has 1 channel of 16 bits;");
    set("confidence", IJ.createImage("sure", "32-bit white", 64, 64, 15));
    refused("Confidence 'sure' is 64x64x15 but prediction 'stack-masks.tif' is 64x64x16;");
  }

  @Test
  void evaluateSegmentationNeedsTwoFoldersAndAFileToWrite() throws Exception {
    open(EvaluateSegmentation.class);
    set("csv_file", Files.writeString(folder.resolve("old.csv"), "precious").toFile());
    refused("CSV file '" + folder.resolve("old.csv") + "' exists already; give overwrite=true");
    set("csv_file", folder.resolve("none/new.csv").toFile());
    refused("CSV file '" + folder.resolve("none/new.csv") + "' cannot be written;");
    set("csv_file", folder.resolve("new.csv").toFile());
    set("truth_folder", imageFile("masks"));
    refused("Input 'prediction_folder' is missing; give the folder of predicted masks.");
    set("prediction_folder", imageFile("none"));
    refused("Input 'prediction_folder' is '" + imageFile("none") + "', which is not a folder;");
    set("prediction_folder", imageFile("unlabeled"));
    refused("Truth 'cells0.tif' has no prediction of the same name, with or without '-mask',");
    set("prediction_folder", imageFile("labeled"));
    Files.writeString(imageFile("labeled").toPath().resolve("more.tif"), "");
    refused("File 'more.tif' in '" + imageFile("labeled") + "' is a prediction without a truth");
    Files.delete(imageFile("labeled").toPath().resolve("more.tif"));
    open(EvaluateSegmentation.class); // one that has failed counts as canceled
    set("prediction_folder", imageFile("labeled"));
    set("truth_folder", imageFile("masks"));
    set("csv_file", folder.resolve("new.csv").toFile());
    Files.copy(
        imageFile("stack.tif").toPath(),
        imageFile("labeled").toPath().resolve("cells1.tif"),
        StandardCopyOption.REPLACE_EXISTING);
    refused("Truth 'cells1.tif' is 64x64x1 but prediction 'cells1.tif' is 64x64x16;");
    assertEquals("precious", Files.readString(folder.resolve("old.csv")));
    assertTrue(Files.notExists(folder.resolve("new.csv")), "nothing may be written");
  }

  @Test
  void findObjectsNeedsImagesOfOneSize() throws Exception {
    open(FindObjects.class);
    refused("Input 'mask' is missing;");
    set("mask", image("stack-masks.tif"));
    set("confidence", image("test.tif"));
    refused("Confidence 'test.tif' is 71x59x1 but mask 'stack-masks.tif' is 64x64x16;");
    set("confidence", image("stack.tif"));
    refused("Confidence 'stack.tif' has 1 channel of 16 bits;");
    set("confidence", null);
    set("outlines", "Overlay");
    set("overlay_image", image("test.tif"));
    refused("Overlay image 'test.tif' is 71x59x1 but mask 'stack-masks.tif' is 64x64x16;");
    set("outlines", "None");
    set("slices_file", folder.resolve("none/slices.csv").toFile());
    refused("cannot be written");
  }

  private void open(Class<? extends Command> type) throws ModuleException {
    module = CommandModules.of(type);
  }

  private void set(String name, Object value) {
    module.setInput(name, value);
  }

  private void refused(String start) {
    final String sentence = refusal();
    assertTrue(sentence.contains(start), sentence);
  }

  private String refusal() {
    final String sentence = assertThrows(IllegalStateException.class, module::run).getMessage();
    assertTrue(module.isCanceled());
    assertEquals(-1, sentence.indexOf('\n'), sentence);
    return sentence;
  }

  private ImagePlus image(String name) {
    return IJ.openImage(imageFile(name).toString());
  }

  private File imageFile(String name) {
    return folder.resolve("images").resolve(name).toFile();
  }
}
