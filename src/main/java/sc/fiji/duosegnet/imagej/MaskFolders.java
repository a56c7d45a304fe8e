package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Folders of predicted masks, true masks and confidence images, paired by file stem, and by the
 * path of the subfolder where these count. Names may be those that Segment Image gives: {@code
 * x-mask} is the prediction for {@code x} and {@code x-confidence} its confidence, also in one
 * folder. A file of exactly the same stem comes first.
 */
public final class MaskFolders {

  private static final String MASK = "-" + SegmentationStack.MASK.key();
  private static final String CONFIDENCE = "-" + SegmentationStack.CONFIDENCE.key();

  /** Endings of what Segment Image writes into one folder. */
  private static final List<String> ENDINGS =
      SegmentationStack.keys().stream().map(name -> "-" + name).toList();

  /**
   * Files of one image or stack.
   *
   * @param name stem of the truth's file
   * @param prediction file of the predicted mask
   * @param truth file of the true mask
   * @param confidenceOrNull file of the confidence, or null if none is wanted
   */
  public record Files(String name, Path prediction, Path truth, Path confidenceOrNull) {

    /**
     * Opens the files; planes of stacks are read one by one where the format allows.
     *
     * @throws IOException if one can't be read as an image
     * @throws IllegalArgumentException if the images do not fit together
     */
    public MaskComparison open() throws IOException {
      final ImagePlus confidence =
          confidenceOrNull == null ? null : ImageFiles.openLazily(confidenceOrNull);
      return new MaskComparison(
          name, ImageFiles.openLazily(prediction), ImageFiles.openLazily(truth), confidence);
    }
  }

  private MaskFolders() {}

  /**
   * Pairs the files of folders; none is opened.
   *
   * @param predictions folder of predicted masks
   * @param truths folder of true masks
   * @param confidencesOrNull folder of confidence images, or null
   * @param recursive whether subfolders count, but those that are another of these folders
   * @return the files in the order of the truths' stems
   * @throws IOException if a folder is missing or empty, two of its files have one stem, or a file
   *     has no counterpart
   */
  public static List<Files> pair(
      Path predictions, Path truths, Path confidencesOrNull, boolean recursive) throws IOException {
    final Subfolders subfolders = Subfolders.but(recursive, predictions, truths, confidencesOrNull);
    final FilesByName truth = FilesByName.list("truth_folder", truths, subfolders);
    final Map<String, Path> prediction =
        match(
            "prediction",
            MASK,
            FilesByName.list("prediction_folder", predictions, subfolders),
            truth);
    final Map<String, Path> confidence =
        confidencesOrNull == null
            ? Map.of()
            : match(
                "confidence",
                CONFIDENCE,
                FilesByName.list("confidence_folder", confidencesOrNull, subfolders),
                truth);
    final List<Files> all = new ArrayList<>();
    truth
        .files()
        .forEach(
            (name, file) ->
                all.add(new Files(name, prediction.get(name), file, confidence.get(name))));
    return all;
  }

  /** Finds the file for each truth, and complains of truths and files that stay alone. */
  private static Map<String, Path> match(
      String kind, String ending, FilesByName predictions, FilesByName truths) throws IOException {
    final SortedMap<String, Path> files = predictions.files();
    final SortedMap<String, Path> wanted = truths.files();
    final Map<String, Path> found = new TreeMap<>();
    final Set<String> used = new HashSet<>();
    final List<String> missing = new ArrayList<>();
    for (final String name : wanted.keySet()) {
      final String longer = name + ending;
      final String stem =
          files.containsKey(name)
              ? name
              : files.containsKey(longer) && !wanted.containsKey(longer) ? longer : null;
      if (stem == null) {
        missing.add(name);
      } else {
        found.put(name, files.get(stem));
        used.add(stem);
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          "Truth '"
              + truths.shown(missing.get(0))
              + "' has no "
              + kind
              + " of the same name, with or without '"
              + ending
              + "', in '"
              + predictions.folder()
              + "'"
              + count(missing.size())
              + "; add it, or take the truth away.");
    }
    final List<String> alone =
        files.keySet().stream()
            .filter(stem -> !used.contains(stem) && !isOtherOutput(stem, ending))
            .toList();
    if (!alone.isEmpty()) {
      throw new IOException(
          "File '"
              + predictions.shown(alone.get(0))
              + "' in '"
              + predictions.folder()
              + "' is a "
              + kind
              + " without a truth of the same name in '"
              + truths.folder()
              + "'"
              + count(alone.size())
              + "; add the truth, or take the file away.");
    }
    return found;
  }

  /** Tells whether a file is another of the results that Segment Image writes beside this kind. */
  private static boolean isOtherOutput(String stem, String ending) {
    return ENDINGS.stream().anyMatch(other -> !other.equals(ending) && stem.endsWith(other));
  }

  private static String count(int files) {
    return files == 1 ? "" : " (" + files + " such files)";
  }
}
