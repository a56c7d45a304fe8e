package sc.fiji.duosegnet.model;

import java.util.ArrayList;
import java.util.List;

/** Names within a model file, and the limits that a file has to keep to be opened. */
final class ModelLayout {

  /** Version of bioimage.io's model description that the files follow. */
  static final String SPEC_VERSION = "0.5.4";

  /**
   * Version of this program's own part of the description; raised when it changes its meaning. In
   * format 1 the output {@code confidence} was the critic's map, which was no output of its own, or
   * without a critic the agreement of the views.
   */
  static final int FORMAT = 2;

  /** The first format with the critic's map as an output of its own. */
  static final int FORMAT_WITH_CRITIC = 2;

  static final String RDF = "rdf.yaml";

  /** Names of a description; newer programs give it the second when they pack a model anew. */
  static final List<String> DESCRIPTIONS = List.of(RDF, "bioimageio.yaml");

  static final String BUNDLE = "tensorflow_saved_model_bundle.zip";
  static final String TEST_INPUT = "test-input.npy";
  static final String COVER = "cover.png";
  static final String README = "README.md";
  static final String LICENSE = "LICENSE";
  static final String HISTORY = "duo-segnet/history.csv";
  static final String SPLIT = "duo-segnet/split.csv";

  /** The file that makes a folder a SavedModel. */
  static final String SAVED_MODEL = "saved_model.pb";

  static final String WEIGHTS = "tensorflow_saved_model_bundle";
  static final String CONFIG = "duo_segnet";
  static final String INPUT_ID = "image";
  private static final List<String> OUTPUTS =
      List.of("probability", "confidence", "view1", "view2");
  private static final String CRITIC = "critic";

  // A file from elsewhere must fill neither memory nor disk. The networks of the widest preset take
  // 0.25 GB.
  static final long MAX_BUNDLE_BYTES = 4L << 30;
  static final long MAX_TENSOR_BYTES = 4 * ModelFile.MAX_TEST_VALUES + 1024;
  static final long MAX_TEXT_BYTES = 64L << 20;
  static final int MAX_RDF_BYTES = 1 << 20;
  static final int MAX_ENTRIES = 1000;

  /** What small files may unpack to, whatever their size: a blank image is nearly nothing. */
  private static final long UNPACKED_FLOOR = 16L << 20;

  /** Weights shrink by a tenth, tables to a fifth. */
  private static final long MOST_RATIO = 100;

  private ModelLayout() {}

  /**
   * Returns how many bytes may come out of a packed file.
   *
   * @param packed its packed size in bytes; negative if it is not known
   * @param most how many in no case may be exceeded
   */
  static long mostUnpacked(final long packed, final long most) {
    return packed < 0 ? most : Math.min(most, Math.max(UNPACKED_FLOOR, MOST_RATIO * packed));
  }

  /**
   * Returns the ids of the outputs, in their order; the critic's map is among them if the method
   * has a critic.
   */
  static List<String> outputIds(final TrainingSettings settings) {
    return outputIds(settings, FORMAT);
  }

  /** Returns the ids of the outputs in a file of some format. */
  static List<String> outputIds(final TrainingSettings settings, final int format) {
    final List<String> ids = new ArrayList<>(OUTPUTS);
    if (settings.method().hasCritic() && format >= FORMAT_WITH_CRITIC) {
      ids.add(CRITIC);
    }
    return List.copyOf(ids);
  }

  static String testOutput(final String id) {
    return "test-output-" + id + ".npy";
  }

  /** Tells whether a file of a SavedModel's folder is one that TensorFlow reads weights from. */
  static boolean isOfSavedModel(final String name) {
    return name.equals(SAVED_MODEL) || name.matches("variables/variables\\.[a-z0-9-]+");
  }
}
