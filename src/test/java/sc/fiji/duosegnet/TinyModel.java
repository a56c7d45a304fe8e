package sc.fiji.duosegnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TemporaryFolder;
import sc.fiji.duosegnet.model.TrainingSettings;

/** A model of the smallest networks after two iterations. */
public final class TinyModel {

  private static final int SIZE = 64;

  private TinyModel() {}

  /** What the models say of their images. */
  public static final String STATEMENT = "Nuclei \u00b5m, 'quoted': 4 images # drawn by hand.";

  private static final Map<String, byte[]> MADE = new HashMap<>();

  /** Writes a model of Duo-SegNet for gray images. */
  public static void write(Path file) throws IOException {
    write(file, 1, Method.DUO_SEGNET);
  }

  /**
   * Writes a model, which is trained if it has not been yet.
   *
   * @param channels 1, or more of which each has another brightness
   */
  public static synchronized void write(Path file, int channels, Method method) throws IOException {
    final String name = "tiny-" + channels + "-" + method;
    if (!MADE.containsKey(name)) {
      try (TemporaryFolder folder = new TemporaryFolder()) {
        final Path model = folder.path().resolve(name + ".zip");
        train(model, channels, method);
        MADE.put(name, Files.readAllBytes(model));
      }
    }
    Files.write(file, MADE.get(name));
  }

  private static void train(Path file, int channels, Method method) throws IOException {
    final TrainingSettings settings =
        Preset.LAPTOP
            .settings(channels)
            .with("method", method)
            .with("network.width", 2)
            .with("network.depth", 2)
            .with("network.critic_width", 2)
            .with("sampling.patch_size", 32)
            .with("sampling.validation_fraction", 0.3)
            .with("iterations", 4)
            .with("validation_interval", 2)
            .with("threads", 1);
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(i, SIZE, SIZE);
      samples.add(
          Sample.of(
              "nuclei" + i,
              ArrayImgs.unsignedShorts(pixels(field, channels), SIZE, SIZE, channels),
              i < 2 ? ArrayImgs.unsignedBytes(field.mask(), SIZE, SIZE) : null));
    }
    final Split split =
        Split.draw(
            List.of("nuclei0", "nuclei1"),
            List.of("nuclei2", "nuclei3"),
            settings,
            settings.seed());
    ModelTraining.run(
        new ModelTraining.Request(settings, samples, split, STATEMENT, file), new SilentMonitor());
  }

  private static short[] pixels(SyntheticNuclei.Field field, int channels) {
    final short[] pixels = new short[SIZE * SIZE * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) (field.pixels()[i % (SIZE * SIZE)] / (1 + i / (SIZE * SIZE)));
    }
    return pixels;
  }
}
