package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Slices of the Medical Segmentation Decathlon's left atria, divided by volume. Labeled are either
 * slices spread evenly over all training volumes, which is how people annotate stacks, or one whole
 * volume, every fifth slice of which is for validation.
 */
final class Heart extends Dataset {

  private static final String VOLUME = "volume";

  Heart(Path folder) {
    super(folder);
  }

  @Override
  int channels() {
    return 1;
  }

  @Override
  String source() {
    return "Medical Segmentation Decathlon, Task02 Heart, every other slice, cropped to 256x256.";
  }

  @Override
  Split split(Labeling labeling, TrainingSettings settings, long seed) throws IOException {
    final List<Map<String, String>> rows = new ArrayList<>(rows());
    rows.sort(
        Comparator.comparing((Map<String, String> row) -> row.get(VOLUME))
            .thenComparing(row -> Integer.parseInt(row.get("slice"))));
    final Set<String> testVolumes = testVolumes(rows, labeling.development());
    final List<String> train = new ArrayList<>();
    final List<String> test = new ArrayList<>();
    final Set<String> trainVolumes = new TreeSet<>();
    int official = 0;
    for (final Map<String, String> row : rows) {
      final boolean isOfficial = row.get("split").equals("train");
      official += isOfficial ? 1 : 0;
      if (testVolumes.contains(row.get(VOLUME))) {
        test.add(row.get("id"));
      } else if (isOfficial) {
        train.add(row.get("id"));
        trainVolumes.add(row.get(VOLUME));
      }
    }
    final Random random = new Random(seed);
    final Split drawn;
    if (labeling.protocol().equals(VOLUME)) {
      final List<String> order = new ArrayList<>(trainVolumes);
      Collections.shuffle(order, random);
      final List<String> labeled =
          train.stream().filter(name -> name.startsWith(order.get(0) + "_")).toList();
      final int count = (int) Math.round(settings.sampling().validationFraction() * labeled.size());
      final List<String> validation = spread(labeled, count, random);
      final List<String> training = without(labeled, validation);
      drawn = new Split(training, training, validation, without(train, labeled), List.of());
    } else {
      final int count = (int) Math.round(labeling.fraction() * official);
      final List<String> labeled = spread(train, count, random);
      drawn = Split.draw(labeled, without(train, labeled), settings, seed);
    }
    return new Split(drawn.view1(), drawn.view2(), drawn.validation(), drawn.unlabeled(), test);
  }

  private static Set<String> testVolumes(List<Map<String, String>> rows, boolean development) {
    final Set<String> test = new TreeSet<>();
    final Set<String> train = new TreeSet<>();
    for (final Map<String, String> row : rows) {
      (row.get("split").equals("test") ? test : train).add(row.get(VOLUME));
    }
    if (!development) {
      return test;
    }
    final List<String> order = new ArrayList<>(train);
    Collections.shuffle(order, developmentRandom());
    return new TreeSet<>(order.subList(0, (int) (DEVELOPMENT_PART * order.size())));
  }

  private static List<String> without(List<String> names, List<String> taken) {
    final Set<String> known = new HashSet<>(taken);
    return names.stream().filter(name -> !known.contains(name)).toList();
  }
}
