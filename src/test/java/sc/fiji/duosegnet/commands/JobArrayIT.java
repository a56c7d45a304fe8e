package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script for SLURM, with the environment that SLURM gives to the jobs of an array. */
class JobArrayIT {

  @TempDir Path work;

  @Test
  void jobsOfAnArrayMakeWhatOneRunMakes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    final Path trial = work.resolve("trial");
    TrialImages.write(trial);
    final Path model = SparkIT.train(trial, work);
    final Path one = work.resolve("one run");
    SparkIT.segmentFolder(trial.resolve("labeled"), model, one, 0);
    final Path parts = work.resolve("an array");
    final Process second = job(trial.resolve("labeled"), model, parts, 9);
    final Process first = job(trial.resolve("labeled"), model, parts, 6);
    assertEquals(0, status(first));
    assertEquals(0, status(second));
    // An array with gaps has no number for each part.
    assertEquals(1, status(job(trial.resolve("labeled"), model, parts, 12)));
    assertEquals(
        Stream.concat(results(one).stream(), Stream.of("summary-1-of-2.csv", "summary-2-of-2.csv"))
            .sorted()
            .toList(),
        Stream.concat(
                results(parts).stream(),
                names(parts).stream().filter(name -> name.endsWith(".csv")))
            .sorted()
            .toList());
    for (final String name : results(one)) {
      // Not the bytes: their order is a preference, which only a started ImageJ has read.
      assertArrayEquals(pixels(one.resolve(name)), pixels(parts.resolve(name)), name);
    }
  }

  private static float[][] pixels(Path file) {
    final ImagePlus image = IJ.openImage(file.toString());
    final float[][] planes = new float[image.getStackSize()][];
    for (int i = 0; i < planes.length; i++) {
      final ImageProcessor plane = image.getStack().getProcessor(i + 1).convertToFloatProcessor();
      planes[i] = (float[]) plane.getPixels();
    }
    return planes;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.toFile().getName()).sorted().toList();
    }
  }

  private static List<String> results(Path folder) throws IOException {
    return names(folder).stream().filter(name -> name.endsWith(".tif")).toList();
  }

  private Process job(Path input, Path model, Path output, int number) throws IOException {
    final ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/bash",
            ImageJProcess.macro("Segment_Folder_SLURM.sh").toString(),
            ImageJProcess.folder().toString(),
            input.toString(),
            model.toString(),
            output.toString());
    builder.environment().put("SLURM_ARRAY_TASK_ID", Integer.toString(number));
    builder.environment().put("SLURM_ARRAY_TASK_MIN", "6");
    builder.environment().put("SLURM_ARRAY_TASK_STEP", "3");
    builder.environment().put("SLURM_ARRAY_TASK_COUNT", "2");
    builder
        .environment()
        .put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
    builder.directory(work.toFile()).inheritIO();
    return builder.start();
  }

  private static int status(Process job) throws InterruptedException {
    if (!job.waitFor(240, TimeUnit.SECONDS)) {
      job.destroyForcibly();
      return -1;
    }
    return job.exitValue();
  }
}
