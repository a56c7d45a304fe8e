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
import java.util.stream.Collectors;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The 2018 Data Science Bowl's images. Labels are spread evenly over modalities and image sizes, as
 * an annotator would who looks through the images first: training images are sorted by both, within
 * them by a seeded order, and at equal distances one is labeled. Validation images are then drawn
 * out of the labeled ones.
 */
final class Nuclei extends Dataset {

  private static final Comparator<Map<String, String>> BY_KIND =
      Comparator.comparing((Map<String, String> row) -> row.get("modality"))
          .thenComparing(
              row -> Integer.parseInt(row.get("width")) * Integer.parseInt(row.get("height")));

  Nuclei(Path folder) {
    super(folder);
  }

  @Override
  int channels() {
    return 3;
  }

  @Override
  String source() {
    return "2018 Data Science Bowl, stage 1 (BBBC038), corrected masks.";
  }

  @Override
  Split split(Labeling labeling, TrainingSettings settings, long seed) throws IOException {
    final Map<Boolean, List<Map<String, String>>> parts =
        rows().stream().collect(Collectors.partitioningBy(row -> row.get("split").equals("test")));
    final Random random = new Random(seed);
    List<Map<String, String>> train = sorted(parts.get(false), random);
    List<Map<String, String>> test = parts.get(true);
    final int count = (int) Math.round(labeling.fraction() * train.size());
    if (labeling.development()) {
      final List<Map<String, String>> fixed = sorted(parts.get(false), developmentRandom());
      test = spread(fixed, (int) (DEVELOPMENT_PART * fixed.size()), developmentRandom());
      train = new ArrayList<>(train);
      train.removeAll(test);
    }
    final List<String> labeled = names(spread(train, count, random));
    final Set<String> known = new HashSet<>(labeled);
    final List<String> unlabeled =
        names(train).stream().filter(name -> !known.contains(name)).toList();
    final Split drawn = Split.draw(labeled, unlabeled, settings, seed);
    return new Split(
        drawn.view1(), drawn.view2(), drawn.validation(), drawn.unlabeled(), names(test));
  }

  private static List<Map<String, String>> sorted(List<Map<String, String>> rows, Random random) {
    final List<Map<String, String>> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(row -> row.get("id")));
    Collections.shuffle(sorted, random);
    sorted.sort(BY_KIND);
    return sorted;
  }

  private static List<String> names(List<Map<String, String>> rows) {
    return rows.stream().map(row -> row.get("id")).toList();
  }
}
