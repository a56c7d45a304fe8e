package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's macro has each entry once, and does what it says. */
class ReadmeMacroIT {

  private static final Pattern MACRO = Pattern.compile("(?s)\n```ijm\n(.*?)```");
  private static final Pattern RUN = Pattern.compile("(?m)^run\\(\"([^\"]+)\"");

  @TempDir Path work;

  private static String macro() throws IOException {
    final Matcher matcher = MACRO.matcher(Files.readString(Path.of("README.md")));
    assertTrue(matcher.find(), "the README has no macro");
    return matcher.group(1);
  }

  @Test
  void hasEachEntryOnce() throws IOException {
    final List<String> wanted =
        AboutText.ENTRIES.stream()
            .map(entry -> entry.getAnnotation(org.scijava.plugin.Plugin.class).label())
            .sorted()
            .toList();
    final List<String> found =
        RUN.matcher(macro()).results().map(result -> result.group(1)).sorted().toList();
    assertEquals(wanted, found);
  }

  @Test
  void linesForAnOpenStackRun() throws Exception {
    run(macro().substring(0, start("Train on Folders")), "sample.zip");
  }

  @Test
  void linesForFoldersRun() throws Exception {
    run(
        macro().substring(start("Train on Folders"), start("Compare Methods")),
        "cells.zip",
        "cells.md",
        "results/cells3-mask.tif",
        "scores.csv");
  }

  @Test
  void lineThatComparesRuns() throws Exception {
    run(macro().substring(start("Compare Methods")), "comparison/summary.csv");
  }

  private static int start(String entry) throws IOException {
    return macro().indexOf("run(\"" + entry + "\"");
  }

  private void run(String lines, String... files) throws Exception {
    final Path data = work.resolve("some data");
    TrialImages.write(data);
    final String quick = " iterations=3 width=4 patch_size=32 ";
    final String code =
        lines
            .replace("/data", data.toString())
            .replace("size=256", "size=64")
            .replace(" model_file=", quick + "method=[Supervised U-Net] model_file=")
            // One run in place of four: what counts is that all inputs are understood.
            .replace("methods=[Supervised U-Net, Duo-SegNet]", "methods=[Supervised U-Net]")
            .replace(" label_fractions=0.5,1", quick + "test_fraction=0.5 label_fractions=1");
    final Path macro =
        Files.writeString(work.resolve("readme.ijm"), code + "print(\"at the end\");\n");
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, "")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains("at the end"), imagej.text());
    }
    for (final String file : files) {
      assertTrue(Files.size(data.resolve(file)) > 0, file);
    }
  }
}
