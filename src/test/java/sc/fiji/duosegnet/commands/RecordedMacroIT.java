package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does in dialogs is recorded, and the recorded macro gives the same pixels. */
class RecordedMacroIT {

  private static final String PLAN = "Train: Plan";
  private static final String ADVANCED = "Train: Advanced settings";

  @TempDir Path work;

  @Test
  void dialogsOfTrainAndSegmentAreRecordedAndReplayed() throws Exception {
    Assumptions.assumeTrue(
        VirtualDisplay.isAvailable(), "Xvfb is not installed, so no window can be tested");
    final Path images = work.resolve("images");
    TrialImages.write(images);
    final Path byHand = Files.createDirectories(work.resolve("by hand"));
    final Path again = Files.createDirectories(work.resolve("again"));
    final Path done = work.resolve("done");
    final Path macro =
        Files.writeString(
            work.resolve("start.ijm"),
            "run(\"Record...\");\nopen(\""
                + images.resolve("stack.tif")
                + "\");\nopen(\""
                + images.resolve("stack-masks.tif")
                + "\");\nselectImage(\"stack.tif\");\nFile.saveString(\"open\", \""
                + done
                + "\");\n");
    final String recorded;
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej = ImageJProcess.robot(work, display.name(), macro, "")) {
      imagej.await("open images", () -> Files.exists(done));
      imagej.tell("run Train");
      imagej.await("Train", "Model file");
      final String[] size = imagej.tell("bounds Train").split(" ");
      assertTrue(Integer.parseInt(size[0]) <= 1280 && Integer.parseInt(size[1]) <= 700, size[1]);
      final Path pictures = Files.createDirectories(Path.of("target/screenshots").toAbsolutePath());
      imagej.tell("picture " + pictures.resolve("train-dialog.png"));
      imagej.tell("type Train|Iterations (0 = preset):|4");
      imagej.tell("type Train|Model file:|" + byHand.resolve("model.zip"));
      assertEquals("ticked", imagej.tell("tick Train|Advanced settings"));
      imagej.tell("click Train|  OK  ");
      imagej.await(ADVANCED, "Random seed");
      imagej.tell("picture " + pictures.resolve("train-advanced.png"));
      assertEquals("typed", imagej.tell("type " + ADVANCED + "|Random seed:|7"));
      imagej.tell("type " + ADVANCED + "|Network width (0 = preset):|4");
      imagej.tell("type " + ADVANCED + "|Patch size (0 = preset):|32");
      imagej.tell("click " + ADVANCED + "|  OK  ");
      imagej.await(PLAN, "labeled");
      assertEquals("4, ", imagej.tell("values " + PLAN + "|Iterations:"));
      imagej.tell("type " + PLAN + "|Iterations:|3");
      imagej.tell("type " + PLAN + "|Reduction of images:|2");
      imagej.tell("type " + PLAN + "|Patch size (pixels):|64");
      imagej.tell("click " + PLAN + "|Begin training");
      imagej.await("model", () -> Files.exists(byHand.resolve("model.zip")));
      imagej.await("Train", "no window");

      imagej.tell("run Segment Image");
      imagej.await("Segment Image", "Model");
      imagej.tell("type Segment Image|Model file:|" + byHand.resolve("model.zip"));
      imagej.tell("type Segment Image|Output folder:|" + byHand);
      imagej.tell("click Segment Image|  OK  ");
      imagej.await("masks", () -> Files.exists(byHand.resolve("stack-confidence.tif")));
      // A line is recorded when its command has ended.
      String lines = imagej.tell("recorded -");
      while (!lines.contains("Segment Image")) {
        Thread.sleep(100);
        lines = imagej.tell("recorded -");
      }
      recorded = lines.replace('\t', '\n');
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
    assertTrue(recorded.contains("run(\"Train\", \"") && recorded.contains(" seed=7"), recorded);
    assertTrue(recorded.contains(" iterations=3 width=4 patch_size=64 "), recorded);
    assertTrue(recorded.contains(" settings=network.reduction=2"), recorded);
    assertFalse(recorded.contains(" iterations=4"), recorded);

    final Path replayed =
        Files.writeString(
            work.resolve("replayed.ijm"),
            "open(\""
                + images.resolve("stack.tif")
                + "\");\nopen(\""
                + images.resolve("stack-masks.tif")
                + "\");\n"
                + recorded
                    .lines()
                    .filter(
                        line -> line.contains("run(\"Train\"") || line.contains("Segment Image"))
                    .reduce("", (text, line) -> text + line + "\n")
                    .replace(byHand.toString(), again.toString()));
    try (ImageJProcess imagej = ImageJProcess.headless(work, replayed, "")) {
      assertEquals(0, imagej.status(), imagej.text());
    }
    for (final String name : new String[] {"stack-mask.tif", "stack-confidence.tif"}) {
      assertSamePixels(byHand.resolve(name), again.resolve(name));
    }
  }

  private static void assertSamePixels(Path expected, Path found) throws IOException {
    final ImagePlus first = IJ.openImage(expected.toString());
    final ImagePlus second = IJ.openImage(found.toString());
    assertEquals(first.getStackSize(), second.getStackSize());
    for (int slice = 1; slice <= first.getStackSize(); slice++) {
      assertArrayEquals(
          first.getStack().getProcessor(slice).getFloatArray(),
          second.getStack().getProcessor(slice).getFloatArray(),
          expected.getFileName() + ", slice " + slice);
    }
  }
}
