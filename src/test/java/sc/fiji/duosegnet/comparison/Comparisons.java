package sc.fiji.duosegnet.comparison;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.duosegnet.data.NestedSplits;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Small comparisons, and runs that write what runs write without training anything. */
final class Comparisons {

  static final int SIZE = 64;

  /** Collects the messages and may cancel. */
  static class Monitor implements ComparisonMonitor {

    final List<String> messages = new ArrayList<>();
    final List<Progress> reports = new ArrayList<>();
    boolean canceled;

    @Override
    public void report(Progress progress) {
      reports.add(progress);
    }

    @Override
    public void message(String line) {
      messages.add(line);
    }

    @Override
    public boolean canceled() {
      return canceled;
    }
  }

  /** Knows the Dice of each run from its place among all that were done. */
  static class Untrained implements RunExecution {

    final List<Run> done = new ArrayList<>();
    final List<Split> splits = new ArrayList<>();

    @Override
    public RunRow execute(Run run, Split split, ComparisonFolder folder, TrainingMonitor monitor)
        throws IOException {
      done.add(run);
      splits.add(split);
      monitor.report(new TrainingProgress(1, 2, java.util.Map.of(), 0.5, 0.5, 60, 4, null));
      final StringBuilder scores = new StringBuilder("image,dice,dice_1,dice_2\n");
      for (final String image : split.test()) {
        scores.append(image).append(",0.5,0.5,0.5\n");
        final Path mask = folder.mask(run, image);
        Files.createDirectories(mask.getParent());
        ImageIO.write(
            new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY), "png", mask.toFile());
      }
      Files.writeString(folder.scores(run), scores);
      return Rows.row(run.method(), run.fraction(), run.seed(), 0.5 + 0.01 * done.size(), 2);
    }
  }

  private Comparisons() {}

  /** Settings for trainings of seconds. */
  static TrainingSettings settings() {
    return Preset.LAPTOP
        .settings(1)
        .with("sampling.validation_fraction", 0.2)
        .with("network.width", 4)
        .with("sampling.patch_size", 32)
        .with("iterations", 3)
        .with("validation_interval", 3)
        .with("threads", 2);
  }

  /** Images of synthetic nuclei: {@code labeled0...} with masks, {@code more0...} without. */
  static List<Sample> samples(String prefix, int count, boolean labeled) {
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      final SyntheticNuclei.Field field =
          SyntheticNuclei.generate((labeled ? 0 : 100) + i, SIZE, SIZE);
      samples.add(
          Sample.of(
              prefix + i,
              ArrayImgs.unsignedShorts(field.pixels(), SIZE, SIZE, 1),
              labeled ? ArrayImgs.unsignedBytes(field.mask(), SIZE, SIZE) : null));
    }
    return samples;
  }

  /** Eight labeled images, two of them for testing, and three unlabeled ones. */
  static MethodComparison.Request request(ComparisonPlan plan, Path folder) {
    return request(plan, settings(), 8, 3, folder);
  }

  static MethodComparison.Request request(
      ComparisonPlan plan, TrainingSettings settings, int labeled, int unlabeled, Path folder) {
    final List<Sample> samples = samples("labeled", labeled, true);
    return new MethodComparison.Request(
        plan,
        settings,
        samples,
        samples("more", unlabeled, false),
        NestedSplits.drawTest(samples.stream().map(Sample::name).toList(), 0.25),
        "Synthetic nuclei.",
        folder,
        true);
  }
}
