package sc.fiji.duosegnet.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model file says about the model.
 *
 * @param name name for people, of any characters
 * @param settings complete settings of the training, also channels, size multiple and normalization
 * @param trainingData statement on the images that the model was trained on
 * @param scores scores by name, such as the Dice coefficient on the validation images; NaN where
 *     unknown
 * @param tensorFlowVersion version of the native TensorFlow library that made the weights
 * @param pluginVersion version of this program
 * @param pixelSize size of the pixels that the model was trained on; null if it is not known, or
 *     was not the same on all images
 * @param bitDepth bits of a value of the images that the model was trained on, such as 8, 16 or 32;
 *     0 if it is not known, or was not the same on all images
 */
public record ModelDescription(
    String name,
    TrainingSettings settings,
    String trainingData,
    Map<String, Double> scores,
    String tensorFlowVersion,
    String pluginVersion,
    PixelSize pixelSize,
    int bitDepth) {

  /** Probability above which a pixel belongs to the foreground. */
  public static final double THRESHOLD = 0.5;

  /** Columns over which neighboring tiles are blended, between their halos. */
  private static final int RAMP = 32;

  /** Tiles of 1280x1280 with 16 feature maps at the first level need 2 GB. */
  private static final int USUAL_TILE = 1280;

  private static final int USUAL_WIDTH = 16;

  /** Keeps a tile's values, several numbers for each pixel, small beside Java's heap. */
  private static final int LARGEST_TILE = 4096;

  public ModelDescription {
    Check.given("name", name);
    Check.given("settings", settings);
    Check.given("training_data", trainingData);
    Check.given("scores", scores);
    Check.given("tensorflow_version", tensorFlowVersion);
    Check.given("plugin_version", pluginVersion);
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    scores.forEach((score, value) -> Check.given("scores." + score, value));
  }

  /** Returns all this as a text for people, in Markdown. */
  public String text() {
    return ModelDocumentation.readme(this);
  }

  /** Returns the number of pixels that width and height of the input must be multiples of. */
  public int sizeMultiple() {
    return settings.network().sizeMultiple();
  }

  /** Returns the recommended width and height of a tile in pixels, for all outputs. */
  public int tileSize() {
    return tileSize(settings.network(), settings.method().hasCritic());
  }

  /** Returns the recommended overlap of neighboring tiles in pixels, for all outputs. */
  public int tileOverlap() {
    return tileOverlap(settings.network(), settings.method().hasCritic());
  }

  /**
   * Returns pixels at each side of a tile which are computed but not used where tiles meet, for all
   * outputs.
   */
  public int halo() {
    return ReceptiveField.halo(settings.network(), settings.method().hasCritic());
  }

  /**
   * Returns the recommended width and height of a tile in pixels, a multiple of the size multiple.
   * Wide networks get smaller tiles and those that see a reduced image get larger ones, so that a
   * tile needs about the same memory with all of them; but at most half of a tile's width overlaps
   * a neighbor.
   *
   * @param critic whether the critic's map is wanted
   */
  public static int tileSize(final NetworkSettings network, final boolean critic) {
    final int multiple = network.sizeMultiple();
    final double share =
        Math.min(1, (double) USUAL_WIDTH / network.width())
            * MemoryEstimate.tilePixel(network, 1)
            / MemoryEstimate.tilePixel(network, network.reduction());
    final int wanted = (int) Math.min(LARGEST_TILE, USUAL_TILE * Math.sqrt(share));
    final int tile = Math.max(wanted, 2 * tileOverlap(network, critic));
    return (tile + multiple - 1) / multiple * multiple;
  }

  /**
   * Returns the least overlap of neighboring tiles in pixels at which a segmentation in tiles is
   * that of the whole image.
   *
   * @param critic whether the critic's map is wanted, which follows from more of the image
   */
  public static int tileOverlap(final NetworkSettings network, final boolean critic) {
    return 2 * ReceptiveField.halo(network, critic) + RAMP;
  }
}
