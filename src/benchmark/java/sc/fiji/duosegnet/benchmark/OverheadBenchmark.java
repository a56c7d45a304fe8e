package sc.fiji.duosegnet.benchmark;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.engine.Engine;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.imagej.SegmentationOutput;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.model.Device;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Precision;

/**
 * Which part of a segmentation's time the networks do not take: reading planes of a virtual stack
 * from the disk, normalizing, blending and writing mask and confidence, against the networks alone
 * on as many pixels, in turn. Planes are one tile each. Adds a row for each size. Arguments: {@code
 * model=<zip> sizes=256,512,1024 planes=20 threads=2 precision=FLOAT32 results=<csv>
 * folder=<scratch>}.
 */
public final class OverheadBenchmark {

  private static final String HEADER =
      "size,precision,threads,seconds_of_a_plane,seconds_of_the_networks,others_percent,commit";

  private OverheadBenchmark() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final Path model = Path.of(arguments.get("model", "target/demo/model.zip"));
    final int planes = arguments.get("planes", 20);
    final int threads = arguments.get("threads", 2);
    final String precision = arguments.get("precision", "FLOAT32");
    final Path folder = Path.of(arguments.get("folder", "target/overhead"));
    Files.createDirectories(folder);
    final CsvTable table =
        new CsvTable(
            Path.of(arguments.get("results", "src/benchmark/results/overhead.csv")), HEADER);
    for (final String text : arguments.get("sizes", "256,512,1024").split(",")) {
      final int size = Integer.parseInt(text);
      final Path stack = folder.resolve("stack-" + size + ".tif");
      ScaleSegmentation.write(stack, size, planes);
      final double[] seconds = measure(stack, model, threads, precision, folder);
      final String row =
          String.format(
              Locale.ROOT,
              "%d,%s,%d,%.4f,%.4f,%.1f,%s",
              size,
              precision,
              threads,
              seconds[0],
              seconds[1],
              100 * (1 - seconds[1] / seconds[0]),
              Commit.current());
      System.out.println(row);
      table.append(List.of(row));
    }
    System.exit(0);
  }

  /** Returns the medians of a plane and of its networks; the first plane warms up. */
  private static double[] measure(
      Path stack, Path model, int threads, String precision, Path folder) throws IOException {
    final ImagePlus image = IJ.openVirtual(stack.toString());
    final ImagePlusAdapter planes = new ImagePlusAdapter(image);
    final double[] whole = new double[planes.planes() - 1];
    final double[] networks = new double[whole.length];
    final SegmenterOptions options = SegmenterOptions.of(0, precision, threads);
    try (ModelFile file = ModelFile.open(model);
        Predictor predictor = predictor(file, options.precision(), threads);
        Segmenter segmenter = Segmenter.open(model, options, System.err::println);
        SegmentationOutput output =
            new SegmentationOutput(
                image, folder, SegmentationStack.parse("outputs", SegmentationStack.USUAL), true)) {
      final int size = image.getWidth();
      final int channels = predictor.channels();
      final ImageBatch batch =
          new ImageBatch(new float[size * size * channels], 1, size, size, channels);
      for (int plane = -1; plane < whole.length; plane++) {
        final int index = plane + 1;
        final double all =
            TimedSide.time(() -> segmenter.segment(planes.plane(index), 1, 1, output, () -> false));
        final double alone = TimedSide.time(() -> predictor.predict(batch));
        if (plane >= 0) {
          whole[plane] = all;
          networks[plane] = alone;
        }
      }
      output.finish();
    }
    return new double[] {SpeedRow.median(whole), SpeedRow.median(networks)};
  }

  private static Predictor predictor(ModelFile file, Precision precision, int threads) {
    final Engine engine = Engines.get(threads);
    final NetworkSettings network = file.description().settings().network();
    return engine.openModel(
        file.savedModelFolder(),
        network,
        Computation.inference(Device.AUTOMATIC, precision, engine),
        threads,
        false);
  }
}
