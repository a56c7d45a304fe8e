package sc.fiji.duosegnet.benchmark;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Checkpointing;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.engine.TrainingSession;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Trains at a given size. */
final class ScaleTraining {

  private static final int WARMUP = 2;
  private static final int FIELD = 256;

  private ScaleTraining() {}

  /** Iterations of Duo-SegNet with batches of two, on random images. */
  static ScaleRow iterate(int width, int patch, int iterations) throws IOException {
    final SpeedCase base = SpeedCase.TRAINING_SPATIAL_128;
    final TrainingSettings settings =
        base.settings(0).with("network.width", width).with("sampling.patch_size", patch);
    final double[] seconds = new double[iterations];
    try (TrainingSession session = Engines.get().openTraining(settings)) {
      final TrainingBatch batch = new RandomImages(1).trainingBatch(base.batch(), patch);
      for (int i = 0; i < WARMUP; i++) {
        session.iterate(() -> batch, 0.5);
      }
      final ProcessState early = ProcessState.now();
      final double before = ScaleRow.processorSeconds();
      for (int i = 0; i < iterations; i++) {
        seconds[i] = TimedSide.time(() -> session.iterate(() -> batch, 0.5));
      }
      return new ScaleRow(
          iterations,
          SpeedRow.median(seconds),
          (ScaleRow.processorSeconds() - before) / iterations,
          Double.NaN,
          early,
          ProcessState.now());
    }
  }

  /** Makes a model; what it has learned does not matter. */
  static void model(Path file, int width, int reduction) throws IOException {
    final List<Sample> samples = EndedTraining.samples();
    final TrainingSettings settings =
        EndedTraining.settings(new Arguments(new String[0]))
            .with("network.depth", 5)
            .with("network.width", width)
            .with("sampling.patch_size", 64 * reduction)
            .with("network.reduction", reduction)
            .with("sampling.validation_fraction", 0)
            .with("iterations", 3);
    train(settings, samples, file);
  }

  private static void train(TrainingSettings settings, List<Sample> samples, Path file)
      throws IOException {
    ModelTraining.run(
        new ModelTraining.Request(
            settings,
            samples,
            EndedTraining.split(samples, settings),
            "Synthetic nuclei.",
            file,
            new Checkpointing(Checkpointing.Resume.NEVER, 0, 0)),
        new ConsoleMonitor());
  }

  /**
   * A whole training on unlabeled images that are larger than Java's heap, from files.
   *
   * @param images number of images, of 2 MB each
   * @return result whose items are the files opened
   */
  static ScaleRow lazy(Path folder, int images, int iterations) throws IOException {
    final int size = 1024;
    final AtomicInteger opened = new AtomicInteger();
    final List<Sample> samples = new ArrayList<>();
    final SyntheticNuclei.Field field = SyntheticNuclei.generate(1, FIELD, FIELD);
    for (int i = 0; i < 4; i++) {
      samples.add(
          Sample.of(
              "labeled" + i,
              ArrayImgs.unsignedShorts(field.pixels(), FIELD, FIELD, 1),
              ArrayImgs.unsignedBytes(field.mask(), FIELD, FIELD)));
    }
    Files.createDirectories(folder);
    for (int i = 0; i < images; i++) {
      final Path file = folder.resolve("unlabeled" + i + ".tif");
      final short[] pixels = new short[size * size];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = field.pixels()[p / size % FIELD * FIELD + (p + i) % FIELD];
      }
      IJ.saveAsTiff(
          new ImagePlus("u", new ShortProcessor(size, size, pixels, null)), file.toString());
      samples.add(
          Sample.lazy(
              "unlabeled" + i,
              () -> {
                opened.incrementAndGet();
                return new ImagePlusAdapter(IJ.openImage(file.toString())).plane(0);
              },
              null));
    }
    final ProcessState early = ProcessState.now();
    final double before = ScaleRow.processorSeconds();
    final long start = System.nanoTime();
    train(
        EndedTraining.settings(new Arguments(new String[0]))
            .with("network.width", 4)
            .with("sampling.validation_fraction", 0)
            .with("iterations", iterations),
        samples,
        folder.resolve("model.zip"));
    return new ScaleRow(
        opened.get(),
        (System.nanoTime() - start) * 1e-9 / iterations,
        (ScaleRow.processorSeconds() - before) / iterations,
        Double.NaN,
        early,
        ProcessState.now());
  }
}
