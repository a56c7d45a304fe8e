package sc.fiji.duosegnet.engine;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.SilentMonitor;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Short trainings on the images of {@code test-images/}. */
final class Trainings {

  /** Says nothing and lets the training go on. */
  static class Monitor extends SilentMonitor {

    volatile int reports;

    @Override
    public void report(TrainingProgress progress) {
      reports++;
    }
  }

  private static final Path IMAGES = Path.of("test-images");

  private Trainings() {}

  /**
   * The laptop preset with Duo-SegNet and validation, but narrow and with small patches: a tenth of
   * a second per iteration.
   */
  static TrainingSettings settings(int channels, int iterations, int interval, long seed) {
    return Preset.LAPTOP
        .settings(channels)
        .with("method", Method.DUO_SEGNET)
        .with("sampling.validation_fraction", 0.2)
        .with("network.width", 8)
        .with("sampling.patch_size", 64)
        .with("iterations", iterations)
        .with("validation_interval", interval)
        .with("threads", 2)
        .with("seed", seed);
  }

  static ModelTraining.Request request(TrainingSettings settings, Path modelFile)
      throws IOException {
    return request(settings, samples(), modelFile);
  }

  static ModelTraining.Request request(
      TrainingSettings settings, List<Sample> samples, Path modelFile) {
    final List<String> labeled =
        samples.stream().filter(Sample::labeled).map(Sample::name).toList();
    final List<String> unlabeled =
        samples.stream().filter(sample -> !sample.labeled()).map(Sample::name).toList();
    final Split split = Split.draw(labeled, unlabeled, settings, settings.seed());
    return new ModelTraining.Request(settings, samples, split, "Synthetic nuclei.", modelFile);
  }

  /** The 8 labeled and 24 unlabeled images. */
  static List<Sample> samples() throws IOException {
    final List<Sample> samples = new ArrayList<>();
    for (final String folder : List.of("labeled", "unlabeled")) {
      try (Stream<Path> files = Files.list(IMAGES.resolve(folder))) {
        for (final Path file : files.sorted().toList()) {
          final Path mask = IMAGES.resolve("masks").resolve(file.getFileName());
          final boolean labeled = folder.equals("labeled");
          samples.add(
              Sample.of(
                  file.getFileName().toString(),
                  pixels(file, 1),
                  labeled ? pixels(mask, 0) : null));
        }
      }
    }
    return samples;
  }

  private static RandomAccessibleInterval<? extends RealType<?>> pixels(Path file, int channels) {
    final ImagePlus image = IJ.openImage(file.toString());
    final byte[] bytes = (byte[]) image.getProcessor().getPixels();
    return channels == 0
        ? ArrayImgs.unsignedBytes(bytes, image.getWidth(), image.getHeight())
        : ArrayImgs.unsignedBytes(bytes, image.getWidth(), image.getHeight(), channels);
  }

  /** A 16-bit plane of synthetic nuclei. */
  static RandomAccessibleInterval<? extends RealType<?>> plane(long seed, int width, int height) {
    return ArrayImgs.unsignedShorts(
        SyntheticNuclei.generate(seed, width, height).pixels(), width, height, 1);
  }

  /** Returns this program's folders among Java's temporary files. */
  static List<String> temporaryFolders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("duosegnet") || name.startsWith("duo-segnet"))
          .toList();
    }
  }
}
