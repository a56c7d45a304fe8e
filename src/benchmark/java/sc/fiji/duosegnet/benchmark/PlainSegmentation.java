package sc.fiji.duosegnet.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.imagej.SegmentationModel;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.model.PixelSize;
import sc.fiji.duosegnet.zarr.ZarrPlanes;

/**
 * Segments the planes of an OME-Zarr image one by one with one thread, in JVMs of their own: what a
 * cluster's executors are compared with. Several begin at the same time, when all are warmed up.
 */
public final class PlainSegmentation {

  private static final String READY = "ready";

  private PlainSegmentation() {}

  /**
   * Runs processes at the same time.
   *
   * @param processes how many; each segments all planes
   * @return seconds of the slowest, without loading of engine and model
   * @throws IOException if one ends early
   */
  static double seconds(int processes, Path model, int tileSize, Path image) throws IOException {
    final List<Process> started = new ArrayList<>();
    final List<BufferedReader> said = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        final Process process =
            new ProcessBuilder(command(model, tileSize, image))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        said.add(
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)));
      }
      for (final BufferedReader one : said) {
        line(one, READY);
      }
      for (final Process one : started) {
        one.getOutputStream().write('\n');
        one.getOutputStream().flush();
      }
      double most = 0;
      for (final BufferedReader one : said) {
        most = Math.max(most, Double.parseDouble(line(one, null)));
      }
      return most;
    } finally {
      started.forEach(Process::destroy);
    }
  }

  private static List<String> command(Path model, int tileSize, Path image) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    final String engine = System.getProperty("duosegnet.engine");
    if (engine != null) {
      command.add("-Dduosegnet.engine=" + engine);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PlainSegmentation.class.getName());
    command.addAll(List.of(model.toString(), String.valueOf(tileSize), image.toString()));
    return command;
  }

  private static String line(BufferedReader from, String wanted) throws IOException {
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      if (wanted == null || wanted.equals(line)) {
        return line;
      }
    }
    throw new IOException("A process that segments has ended early.");
  }

  /**
   * One of the processes.
   *
   * @param args model, size of tiles, and image
   */
  public static void main(String[] args) throws IOException {
    try (SegmentationModel opened =
        SegmentationModel.open(
            Path.of(args[0]),
            SegmenterOptions.of(Integer.parseInt(args[1]), "", 1),
            SegmentationStack.parse("outputs", SegmentationStack.USUAL),
            false,
            System.err::println)) {
      final ZarrPlanes source = ZarrPlanes.open(Path.of(args[2]));
      opened.segment(source.plane(0), PixelSize.Factor.NONE, () -> false); // warms up
      System.out.println(READY);
      if (System.in.read() < 0) {
        return;
      }
      final long start = System.nanoTime();
      for (int plane = 0; plane < source.planes(); plane++) {
        opened.segment(source.plane(plane), PixelSize.Factor.NONE, () -> false);
      }
      System.out.println((System.nanoTime() - start) / 1e9);
    }
  }
}
