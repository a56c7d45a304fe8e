package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example macro of the comparison in ImageJ itself, killed and started again, and in a window.
 */
class CompareMethodsIT {

  private static final String QUICK = " iterations=3 width=4 patch_size=32";

  @TempDir Path work;
  private Path output;
  private String inputs;

  @BeforeEach
  void writeImages() throws IOException {
    final Path images = work.resolve("trial images"); // a blank, as users have them
    TrialImages.write(images);
    output = work.resolve("the comparison");
    inputs = "input=[" + images + "] output_folder=[" + output + "]" + QUICK;
  }

  @Test
  void aKilledComparisonGoesOnWhereItWas() throws Exception {
    final String options = inputs + " label_fractions=0.67,1 seeds=1";
    final Path runs = output.resolve("runs.csv");
    try (ImageJProcess imagej =
        ImageJProcess.headless(work, ImageJProcess.macro("Compare_Methods.ijm"), options)) {
      imagej.await("finished run", () -> Files.exists(runs));
      imagej.kill();
    }
    final List<String> before = Files.readAllLines(runs);
    assertTrue(before.size() >= 2 && before.size() < 5, before.toString());
    try (ImageJProcess imagej =
        ImageJProcess.headless(work, ImageJProcess.macro("Compare_Methods.ijm"), options)) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains("Masks of test images: "), imagej.text());
      assertTrue(imagej.output().contains("4 runs, " + (before.size() - 1) + " of them finished"));
    }
    final List<String> after = Files.readAllLines(runs);
    assertEquals(5, new HashSet<>(after).size());
    assertEquals(5, after.size());
    assertEquals(before, after.subList(0, before.size()));
    try (Stream<Path> files = Files.walk(output)) {
      assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".tmp")).toList());
    }
    // Other settings are not mixed in.
    try (ImageJProcess imagej =
        ImageJProcess.headless(
            work, ImageJProcess.macro("Compare_Methods.ijm"), options + " batch_size=1")) {
      assertEquals(1, imagej.status(), imagej.text());
      assertTrue(
          imagej.errors().contains("holds a comparison in which 'settings.sampling.labeled_batch'"),
          imagej.text());
    }
    assertEquals(after, Files.readAllLines(runs));
  }

  @Test
  void aWindowShowsTableAndPictures() throws Exception {
    Assumptions.assumeTrue(
        VirtualDisplay.isAvailable(), "Xvfb is not installed, so no window can be tested");
    final Path done = work.resolve("done.txt");
    final Path macro =
        Files.writeString(
            work.resolve("longer.ijm"),
            Files.readString(ImageJProcess.macro("Compare_Methods.ijm"))
                + "\nFile.saveString(\"\" + Table.size(\"Method Comparison\") + \" rows, \""
                + " + Table.getString(\"Method\", 1, \"Method Comparison\"), \""
                + done
                + "\");\n");
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej =
            ImageJProcess.window(
                work, display.name(), macro, inputs + " label_fractions=1 seeds=1")) {
      imagej.await("end of the macro", () -> Files.exists(done));
      assertFalse(imagej.text().contains("Exception"), imagej.text());
      imagej.await("text", () -> done.toFile().length() > 0);
    }
    assertEquals("2 rows, Duo-SegNet", Files.readString(done));
    assertTrue(Files.size(output.resolve("plot.png")) > 5000);
  }
}
