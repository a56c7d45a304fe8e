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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.imagej.ZarrStack;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.spark.SparkCluster;
import sc.fiji.duosegnet.zarr.OmeZarr;
import sc.fiji.duosegnet.zarr.ZarrSamples;

/**
 * A real cluster: a master and two workers, one of whose executors is killed when the first chunk
 * is there. The results must be those of Segment Image and Segment Folder, to the last bit.
 */
class SparkIT {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 460;
  private static final int TILE = 448;

  private static final String LOST_EXECUTOR = "Lost executor ";

  /**
   * Spark says in several ways that a task was lost, but tries each again under the next number.
   */
  private static final Pattern SECOND_TRY = Pattern.compile("Starting task \\d+\\.1 in stage ");

  /** Work begins when both are there, however long the second takes to start. */
  private static final List<String> BOTH_EXECUTORS =
      List.of(
          "spark.cores.max=2",
          "spark.scheduler.minRegisteredResourcesRatio=1",
          "spark.scheduler.maxRegisteredResourcesWaitingTime=120s");

  @TempDir Path work;

  @Test
  void aClusterThatLosesAnExecutorMakesThePixelsOfOneMachine() throws Exception {
    final Path images = Files.createDirectory(work.resolve("images"));
    writeImages(images);
    final Path output = Files.createDirectory(work.resolve("results"));
    // Results that are there: nobody looks into them, or into the image.
    Files.writeString(images.resolve("done.tif"), "nothing");
    Files.writeString(output.resolve("done-mask.tif"), "mine");
    Files.writeString(output.resolve("done-confidence.tif"), "mine");
    final Path model = train(work.resolve("trial"), work);
    final Path log = work.resolve("job.txt");
    final List<String> arguments =
        List.of(
            "input=" + images,
            "output=" + output,
            "model=" + model,
            "tile_size=" + TILE,
            "block_size=256");
    try (SparkCluster cluster =
        new SparkCluster(Files.createDirectory(work.resolve("spark")), ImageJProcess.folder())) {
      cluster.start(2);
      final String main = "sc.fiji.duosegnet.spark.SegmentOnSpark";
      final Process job = cluster.submit(log, main, BOTH_EXECUTORS, arguments);
      SparkCluster.await("first chunk", job, log, () -> isBegun(output));
      cluster.killWorkingExecutor(log);
      assertEquals(0, SparkCluster.status(job, log), Files.readString(log));
      checkReport(output);
      assertTrue(Files.readString(log).contains(LOST_EXECUTOR), "no executor was lost");
      assertTrue(SECOND_TRY.matcher(Files.readString(log)).find(), "no task was lost");
      checkPixels(images, model, output);
      // Of models that were unpacked, only that of the killed executor has nobody to delete it.
      SparkCluster.await(
          "end of executors", cluster.master(), log, () -> unpackedModels(work) <= 1);
      segmentList(cluster, images, model, output);
      compare(cluster);
    }
  }

  /** A list of paths, of which some can't be segmented: one is not there, one is too large. */
  private void segmentList(SparkCluster cluster, Path images, Path model, Path first)
      throws Exception {
    final Path stack = Files.createDirectories(images.resolve("sub folder")).resolve("a stack.tif");
    Files.copy(images.resolve("stack.tif"), stack);
    final Path several = Files.createDirectory(images.resolve("several.zarr"));
    Files.writeString(several.resolve(".zattrs"), "{\"bioformats2raw.layout\":3}");
    for (int series = 0; series < 2; series++) {
      writeField(several.resolve(Integer.toString(series)), 200 + 100 * series);
    }
    writeField(images.resolve("huge.zarr"), 8);
    final Path array = images.resolve("huge.zarr/0/.zarray");
    // The driver could hold one chunk, but no executor can hold all that it needs.
    final String metadata =
        Files.readString(array)
            .replaceFirst("(\"shape\": *)\\[8, 8]", "$1[16000, 16000]")
            .replaceFirst("(\"chunks\": *)\\[8, 8]", "$1[8000, 8000]");
    assertFalse(metadata.contains("[8, 8]"), metadata);
    Files.writeString(array, metadata);
    Files.delete(images.resolve("huge.zarr/0/0.0"));
    final Path list = work.resolve("list.txt");
    Files.writeString(
        list,
        "images/sub folder/a stack.tif\nimages/huge.zarr\n\nimages/missing.tif\n" + several + "\n");
    final Path output = work.resolve("results of a list");
    final Path log = work.resolve("list-job.txt");
    final Process job =
        cluster.submit(
            log,
            "sc.fiji.duosegnet.spark.SegmentOnSpark",
            List.of(),
            List.of("input=" + list, "output=" + output, "model=" + model, "tile_size=" + TILE));
    assertEquals(0, SparkCluster.status(job, log), Files.readString(log));
    final List<String> rows = Files.readAllLines(output.resolve("summary.csv"));
    assertEquals(6, rows.size(), rows.toString());
    assertTrue(rows.get(1).startsWith("images/sub folder/a stack.tif,done,"), rows.get(1));
    assertTrue(rows.get(2).startsWith("images/huge.zarr,failed,"), rows.get(2));
    assertTrue(rows.get(2).contains("ran out of memory"), rows.get(2));
    assertTrue(rows.get(3).startsWith("images/missing.tif,failed,"), rows.get(3));
    assertTrue(rows.get(4).startsWith(several + "/0,done,1,"), rows.get(4));
    assertTrue(rows.get(5).startsWith(several + "/1,done,1,"), rows.get(5));
    assertFalse(Files.readString(log).contains(LOST_EXECUTOR), "an executor was lost");
    assertEquals(
        -1, Files.mismatch(output.resolve("a stack-mask.tif"), first.resolve("stack-mask.tif")));
    assertEquals(300, ZarrStack.open(output.resolve("several-2-mask.zarr")).getWidth());
    assertFalse(Files.exists(output.resolve("huge-mask.zarr.partial")));
  }

  private static void writeField(Path image, int size) throws IOException {
    final SyntheticNuclei.Field field = SyntheticNuclei.generate(7, size, size);
    ZarrSamples.write(
        image,
        ZarrSamples.Storage.V2_PLAIN,
        "yx",
        new int[] {size, size},
        new int[] {size, size},
        at -> field.pixels()[at[0] * size + at[1]] & 0xffff);
  }

  /** Files, one of them broken, and OME-Zarr images of both versions. */
  private static void writeImages(Path images) throws IOException {
    final Path trial = images.resolveSibling("trial");
    TrialImages.write(trial);
    Files.copy(trial.resolve("stack.tif"), images.resolve("stack.tif"));
    Files.writeString(images.resolve("broken.tif"), "nothing");
    final List<SyntheticNuclei.Field> fields =
        List.of(
            SyntheticNuclei.generate(5, WIDTH, HEIGHT), SyntheticNuclei.generate(6, WIDTH, HEIGHT));
    ZarrSamples.write(
        images.resolve("two.ome.zarr"),
        ZarrSamples.Storage.V2_BLOSC,
        "tczyx",
        new int[] {1, 1, 2, HEIGHT, WIDTH},
        new int[] {1, 1, 1, 128, 128},
        at -> fields.get(at[2]).pixels()[at[3] * WIDTH + at[4]] & 0xffff);
    ZarrSamples.write(
        images.resolve("three.zarr"),
        ZarrSamples.Storage.V3_SHARDS,
        "zyx",
        new int[] {2, HEIGHT, WIDTH},
        new int[] {2, 100, 150},
        at -> fields.get(1 - at[0]).pixels()[at[1] * WIDTH + at[2]] & 0xffff);
  }

  /** Trains a small model on the trial stack. */
  static Path train(Path trial, Path work) throws Exception {
    final Path model = work.resolve("model.zip");
    final CommandModule training = CommandModules.of(Train.class);
    training.setInput("image", IJ.openImage(trial.resolve("stack.tif").toString()));
    training.setInput("mask", IJ.openImage(trial.resolve("stack-masks.tif").toString()));
    training.setInput("method", Method.SUPERVISED.label());
    training.setInput("iterations", 10);
    training.setInput("width", 2);
    training.setInput("patch_size", 32);
    training.setInput("model_file", model.toFile());
    training.run();
    return model;
  }

  private static boolean isBegun(Path output) {
    try (Stream<Path> files = Files.walk(output)) {
      return files.anyMatch(file -> file.toString().matches(".*\\.partial/0/(c/)?[0-9/]+"));
    } catch (final IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }

  /** Runs of a comparison give the rows that they give on one machine, but for the time. */
  private void compare(SparkCluster cluster) throws Exception {
    final Path trial = work.resolve("trial");
    final Path output = work.resolve("comparison");
    final Path log = work.resolve("comparison.txt");
    final Process job =
        cluster.submit(
            log,
            "sc.fiji.duosegnet.spark.CompareOnSpark",
            List.of("spark.duosegnet.tasks=1"), // both runs are one task
            List.of(
                "labeled_folder=" + trial.resolve("labeled"),
                "mask_folder=" + trial.resolve("masks"),
                "methods=" + Method.SUPERVISED.label() + "," + Method.DUO_SEGNET.label(),
                "label_fractions=0.67",
                "seeds=1",
                "iterations=3",
                "width=2",
                "patch_size=32",
                "output_folder=" + output));
    assertEquals(0, SparkCluster.status(job, log), Files.readString(log));
    final Path single = work.resolve("comparison here");
    final CommandModule command = CommandModules.of(CompareMethods.class);
    command.setInput("labeled_folder", trial.resolve("labeled").toFile());
    command.setInput("mask_folder", trial.resolve("masks").toFile());
    command.setInput("methods", Method.SUPERVISED.label() + "," + Method.DUO_SEGNET.label());
    command.setInput("label_fractions", "0.67");
    command.setInput("seeds", "1");
    command.setInput("iterations", 3);
    command.setInput("width", 2);
    command.setInput("patch_size", 32);
    command.setInput("settings", "threads=1");
    command.setInput("output_folder", single.toFile());
    command.run();
    assertEquals(withoutMinutes(single), withoutMinutes(output));
    assertTrue(Files.isRegularFile(output.resolve("plot.png")));
  }

  private static List<String> withoutMinutes(Path comparison) throws IOException {
    final List<String> lines = Files.readAllLines(comparison.resolve("runs.csv"));
    final int minutes = List.of(lines.get(0).split(",")).indexOf("minutes");
    return lines.stream()
        .map(line -> line.replaceFirst("^(([^,]*,){" + minutes + "})[^,]*", "$1"))
        .toList();
  }

  private static long unpackedModels(Path work) {
    final String[] names = work.resolve("spark").toFile().list();
    return Stream.of(names).filter(name -> name.startsWith("duosegnet-model-")).count();
  }

  private static void checkReport(Path output) throws IOException {
    final List<String> rows = Files.readAllLines(output.resolve("summary.csv"));
    assertEquals(6, rows.size(), rows.toString());
    assertTrue(rows.get(1).startsWith("broken.tif,failed,"), rows.get(1));
    assertTrue(rows.get(1).contains("cannot be read as an image"), rows.get(1));
    assertTrue(rows.get(2).startsWith("done.tif,skipped,"), rows.get(2));
    assertTrue(rows.get(3).startsWith("stack.tif,done,"), rows.get(3));
    assertTrue(rows.get(4).startsWith("three.zarr,done,2,"), rows.get(4));
    assertTrue(rows.get(5).startsWith("two.ome.zarr,done,2,"), rows.get(5));
    assertEquals("mine", Files.readString(output.resolve("done-mask.tif")));
    try (Stream<Path> files = Files.list(output)) {
      assertEquals(
          List.of(
              "done-confidence.tif",
              "done-mask.tif",
              "stack-confidence.tif",
              "stack-mask.tif",
              "summary.csv",
              "three-confidence.zarr",
              "three-mask.zarr",
              "two-confidence.zarr",
              "two-mask.zarr"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  private void checkPixels(Path images, Path model, Path output) throws Exception {
    for (final String name : List.of("two.ome.zarr", "three.zarr")) {
      final Path single = work.resolve("single");
      final CommandModule command = CommandModules.of(SegmentImage.class);
      command.setInput("ome_zarr", images.resolve(name).toFile());
      command.setInput("model", model.toFile());
      command.setInput("tile_size", TILE);
      command.setInput("output_folder", single.toFile());
      command.run();
      final String stem = name.replaceFirst("\\..*", "");
      for (final String kind : List.of("mask", "confidence")) {
        final ImagePlus wanted =
            IJ.openImage(single.resolve(stem + "-" + kind + ".tif").toString());
        final Path written = output.resolve(stem + "-" + kind + ".zarr");
        final ImagePlus found = ZarrStack.open(written);
        assertEquals(2, found.getStackSize());
        for (int slice = 1; slice <= 2; slice++) {
          final Object expected = wanted.getStack().getPixels(slice);
          final Object actual = found.getStack().getPixels(slice);
          if (expected instanceof byte[] bytes) {
            assertTrue(has(bytes, (byte) 0) && has(bytes, (byte) 255), "nothing to see");
            assertArrayEquals(bytes, (byte[]) actual, written.toString());
          } else {
            assertArrayEquals((float[]) expected, (float[]) actual, written.toString());
          }
        }
        assertEquals(0.25, found.getCalibration().pixelWidth, 1e-9);
        assertEquals(3, OmeZarr.open(written).levels().size());
      }
    }
    final Path folder = work.resolve("folder");
    final Path files = Files.createDirectory(work.resolve("files"));
    Files.copy(images.resolve("stack.tif"), files.resolve("stack.tif"));
    segmentFolder(files, model, folder, TILE);
    for (final String name : List.of("stack-mask.tif", "stack-confidence.tif")) {
      assertEquals(
          -1,
          Files.mismatch(folder.resolve(name), output.resolve(name)),
          name.toLowerCase(Locale.ROOT));
    }
  }

  /** Segments a folder in this JVM. */
  static void segmentFolder(Path images, Path model, Path output, int tile) throws Exception {
    final CommandModule command = CommandModules.of(SegmentFolder.class);
    command.setInput("input_folder", images.toFile());
    command.setInput("model", model.toFile());
    command.setInput("tile_size", tile);
    command.setInput("output_folder", output.toFile());
    command.run();
  }

  private static boolean has(byte[] bytes, byte value) {
    for (final byte found : bytes) {
      if (found == value) {
        return true;
      }
    }
    return false;
  }
}
