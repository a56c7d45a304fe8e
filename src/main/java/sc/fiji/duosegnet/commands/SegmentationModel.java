package sc.fiji.duosegnet.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.model.Method;

/** Opens models for the commands that segment. */
final class SegmentationModel {

  private SegmentationModel() {}

  /**
   * Opens a model and checks that it can give what is wanted.
   *
   * @param tileSize width and height of tiles in pixels; 0 for the model's own
   * @return a segmenter, which the caller closes
   * @throws IllegalArgumentException in one sentence, if the critic's map is wanted and the model
   *     has none
   */
  static Segmenter open(Path modelFile, int tileSize, Set<SegmentationStack> wanted)
      throws IOException {
    final Segmenter segmenter = Segmenter.open(modelFile, tileSize, 0);
    if (wanted.contains(SegmentationStack.CRITIC) && !segmenter.hasCritic()) {
      final String method = segmenter.description().settings().method().label();
      segmenter.close();
      throw new IllegalArgumentException(
          "Input 'outputs' names 'critic', but model '"
              + modelFile.getFileName()
              + "' ("
              + method
              + ") has no critic's map; leave it out, or give a model newly trained with one of: "
              + Arrays.stream(Method.values())
                  .filter(Method::hasCritic)
                  .map(Method::label)
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return segmenter;
  }
}
