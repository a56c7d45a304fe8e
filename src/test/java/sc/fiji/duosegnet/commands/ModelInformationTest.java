package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;
import sc.fiji.duosegnet.imagej.TrainingCurves;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.Method;

/** What a model that was really trained says of itself. */
class ModelInformationTest {

  @TempDir Path work;

  private Path train(String settings) throws Exception {
    final Path images = work.resolve("images");
    TrialImages.write(images);
    final Path model = work.resolve("model.zip");
    final CommandModule training = CommandModules.of(Train.class);
    training.setInput("image", IJ.openImage(images.resolve("stack.tif").toString()));
    training.setInput("mask", IJ.openImage(images.resolve("stack-masks.tif").toString()));
    training.setInput("method", Method.SUPERVISED.label());
    training.setInput("settings", settings);
    training.setInput("iterations", 4);
    training.setInput("width", 2);
    training.setInput("patch_size", 32);
    training.setInput("model_file", model.toFile());
    training.run();
    return model;
  }

  @Test
  void tellsImagesScoresSettingsAndCourse() throws Exception {
    final Path model = train("sampling.validation_fraction=0.4 validation_interval=2");
    final CommandModule module = CommandModules.of(ModelInformation.class);
    module.setInput("model", model.toFile());
    module.setInput("text_file", work.resolve("model.md").toFile());
    module.setInput("history_file", work.resolve("history.csv").toFile());
    module.setInput("split_file", work.resolve("images.csv").toFile());
    module.run();
    final String text = Files.readString(work.resolve("model.md"));
    assertTrue(text.contains("Supervised U-Net in 4 iterations"), text);
    assertTrue(text.contains("Stack 'stack.tif', 5 of 16 slices labeled (1,4,8,12,15)."), text);
    assertTrue(text.contains("width: 2"), text);
    assertTrue(text.contains("| validation_dice_mean | 0."), text);
    final History history = History.parse(Files.readString(work.resolve("history.csv")));
    assertEquals(4, history.rows().size());
    final List<String> images = Files.readAllLines(work.resolve("images.csv"));
    assertEquals(2, images.stream().filter(line -> line.endsWith(",validation")).count());
    final ImagePlus losses = (ImagePlus) module.getOutput("losses");
    assertEquals("Losses of model.zip", losses.getTitle());
    assertTrue(losses.getProcessor().getStats().stdDev > 0, "an empty plot");
    assertNotNull(TrainingCurves.VALIDATION.image(history, "d"));
  }

  @Test
  void withoutValidationThereIsNoDice() throws Exception {
    final Path model = train("");
    final CommandModule module = CommandModules.of(ModelInformation.class);
    module.setInput("model", model.toFile());
    module.setInput("history_file", work.resolve("history.csv").toFile());
    module.setInput("curves", false);
    module.run();
    assertNull(module.getOutput("losses"));
    assertNull(
        TrainingCurves.VALIDATION.image(
            History.parse(Files.readString(work.resolve("history.csv"))), "d"));
  }
}
