package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;
import sc.fiji.duosegnet.comparison.Run;
import sc.fiji.duosegnet.model.Method;

/** The command from its inputs to tables and pictures, on the example images. */
class CompareMethodsTest {

  private static final Path IMAGES = Path.of("test-images");
  private static final long LIMIT_MILLIS = 1500; // a second, and a busy machine

  @TempDir Path folder;
  private final CountDownLatch canceling = new CountDownLatch(1);
  private volatile long cancelTime;

  @Test
  void aCanceledComparisonGoesOnWhereItWas() throws Exception {
    final Path output = folder.resolve("results");
    final CommandModule canceled = open(output);
    final Thread thread = new Thread(canceled);
    thread.start();
    assertTrue(canceling.await(120, TimeUnit.SECONDS), "no run has finished");
    thread.join(TimeUnit.SECONDS.toMillis(60));
    final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - cancelTime);
    assertFalse(thread.isAlive());
    assertTrue(millis < LIMIT_MILLIS, "took " + millis + " ms");
    assertTrue(canceled.isCanceled());
    final List<String> before = Files.readAllLines(output.resolve("runs.csv"));
    assertEquals(2, before.size(), before.toString());
    assertFalse(Files.exists(output.resolve("plot.png")));

    final CommandModule resumed = open(output);
    resumed.run();
    assertFalse(resumed.isCanceled());
    final List<String> after = Files.readAllLines(output.resolve("runs.csv"));
    assertEquals(before, after.subList(0, before.size()));
    checkRuns(after);
    checkFiles(output);
    final ImagePlus plot = (ImagePlus) resumed.getOutput("plot");
    assertNotNull(plot);
    assertNotNull(resumed.getOutput("contact_sheet"));
    // Without a window the summary is where macros look for results.
    final ResultsTable table = ResultsTable.getResultsTable();
    assertEquals(4, table.size());
    assertEquals("Duo-SegNet", table.getStringValue("Method", 3));
    assertEquals(2, table.getValue("Runs", 3));

    // Another start only shows it all again.
    open(output).run();
    assertEquals(after, Files.readAllLines(output.resolve("runs.csv")));
  }

  private static void checkRuns(List<String> lines) {
    assertEquals(9, lines.size());
    final Set<String> runs = new HashSet<>();
    for (final String line : lines.subList(1, lines.size())) {
      final String[] fields = line.split(",");
      runs.add(fields[0] + "," + fields[1] + "," + fields[2]);
      assertEquals(33, fields.length);
      final boolean all = fields[1].equals("1");
      assertEquals(all ? "6" : "2", fields[3], line);
      final boolean supervised = fields[0].equals("Supervised U-Net");
      assertEquals(supervised ? "0" : all ? "24" : "28", fields[4], line);
      assertEquals("2", fields[5], line);
      final double dice = Double.parseDouble(fields[8]);
      assertTrue(dice >= 0 && dice <= 1, line);
    }
    assertEquals(8, runs.size());
  }

  private static void checkFiles(Path output) throws IOException {
    assertEquals(5, Files.readAllLines(output.resolve("summary.csv")).size());
    assertEquals(4, count(output.resolve("splits")));
    assertEquals(8, count(output.resolve("models")));
    assertEquals(8, count(output.resolve("scores")));
    assertEquals(8, count(output.resolve("masks")));
    final BufferedImage plot = ImageIO.read(output.resolve("plot.png").toFile());
    assertTrue(plot.getWidth() > 1500 && plot.getHeight() > 900, "plot of " + plot.getWidth());
    assertTrue(colors(plot).containsAll(Set.of(0x000000, 0x0072B2, 0xFFFFFF)));
    final BufferedImage sheet = ImageIO.read(output.resolve("contact-sheet.png").toFile());
    // Image, truth and two methods; two test images.
    assertEquals(8 + 4 * (260 + 8), sheet.getWidth());
    assertEquals(8 + 17 + 2 * (260 + 8 + 17) + 8 + 2 * 17, sheet.getHeight());
    assertTrue(colors(sheet).size() > 50);
  }

  private static Set<Integer> colors(BufferedImage picture) {
    final Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colors.add(picture.getRGB(x, y) & 0xFFFFFF);
      }
    }
    return colors;
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void wrongInputsAreToldBeforeAnythingIsWritten() throws Exception {
    refused("label_fractions", "0.01,1", "Input 'label_fractions' has 0.01, which is 0 of");
    refused("label_fractions", "0.1;1", "Input 'label_fractions' is '0.1;1'; give numbers");
    refused("methods", "Magic", "Method 'Magic' is not known; give one of:");
    refused("seeds", "one", "Input 'seeds' is 'one'; give whole numbers");
    refused("test_fraction", 1.0, "Input 'test_fraction' is 1.0; give a number between");
    refused("test_fraction", 0.9, "Input 'label_fractions' has 0.34, which is 0 of the 1 images");
    refused("patch_size", 50, "Setting 'patch_size' is 50;");
    refused("preset", "Desktop", "Preset 'Desktop' is not known;");
    refused("labeled_folder", null, "Input 'labeled_folder' is missing;");
    refused("mask_folder", null, "Input 'mask_folder' is missing;");
    refused("output_folder", null, "Input 'output_folder' is missing;");
    refused("unlabeled_folder", images("labeled"), "Image 'field01' is both in");
    refused("test_split", new File("none.csv"), "Input 'test_split' is 'none.csv', which");
    final Path split = folder.resolve("split.csv");
    Files.writeString(split, "image,role\nfield09,test\n");
    refused("test_split", split.toFile(), "Test image 'field09' is not among the 8 images");
    Files.writeString(split, "image,role\nfield01,labeled\n");
    refused("test_split", split.toFile(), "No image is held out for testing;");
    refused("output_folder", split.toFile(), "Output folder '" + split + "' is no folder");
    assertTrue(Files.notExists(folder.resolve("results")));
  }

  @Test
  void failedRunsAreNamedAtTheEnd() {
    final Map<Run, String> failures = new LinkedHashMap<>();
    failures.put(new Run(Method.VAT, 0.05, 2), "Training diverged: loss 'total' is NaN.");
    assertEquals(
        "1 run failed (VAT, label fraction 0.05, seed 2), because: Training diverged: loss 'total'"
            + " is NaN; what has finished is in 'out', and the same inputs try again what failed.",
        CompareMethods.sentence(failures, Path.of("out")));
    failures.put(new Run(Method.UNIMATCH, 1, 3), "Another reason.");
    assertEquals(
        "2 runs failed (VAT, label fraction 0.05, seed 2; UniMatch, label fraction 1, seed 3), the"
            + " first because: Training diverged: loss 'total' is NaN; what has finished is in"
            + " 'out', and the same inputs try again what failed.",
        CompareMethods.sentence(failures, Path.of("out")));
  }

  private void refused(String input, Object value, String start) throws Exception {
    final CommandModule module = open(folder.resolve("results"));
    module.setInput(input, value);
    final String message = assertThrows(IllegalStateException.class, module::run).getMessage();
    assertTrue(message.startsWith(start), message);
    assertEquals(-1, message.indexOf('\n'), message);
  }

  private CommandModule open(Path output) throws Exception {
    final Context context = new Context(LogService.class, TaskService.class, EventService.class);
    context.service(EventService.class).subscribe(this);
    final CommandModule module =
        (CommandModule) new CommandInfo(CompareMethods.class).createModule();
    context.inject(module.getCommand());
    module.setInput("labeled_folder", images("labeled"));
    module.setInput("mask_folder", images("masks"));
    module.setInput("unlabeled_folder", images("unlabeled"));
    module.setInput("methods", "Supervised U-Net, Duo-SegNet");
    module.setInput("label_fractions", "0.34,1");
    module.setInput("seeds", "1,2");
    module.setInput("iterations", 2);
    module.setInput("width", 4);
    module.setInput("patch_size", 32);
    module.setInput("output_folder", output.toFile());
    return module;
  }

  private static File images(String part) {
    return IMAGES.resolve(part).toFile();
  }

  /** Called by SciJava at each step; cancels the second run, once. */
  @EventHandler
  void onEvent(TaskEvent event) {
    final Task task = event.getTask();
    if (task.getProgressValue() > 2 && canceling.getCount() > 0) { // runs have two iterations
      cancelTime = System.nanoTime();
      canceling.countDown(); // before the event that canceling makes
      task.cancel("enough");
    }
  }
}
