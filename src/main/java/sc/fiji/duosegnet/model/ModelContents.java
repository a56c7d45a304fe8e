package sc.fiji.duosegnet.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that goes into a model file.
 *
 * @param description the model's description
 * @param savedModelFolder TensorFlow SavedModel of the networks, with {@code saved_model.pb}
 * @param testInput images as they are before normalization, in the order image, row, column,
 *     channel; width and height are multiples of {@link ModelDescription#sizeMultiple()}
 * @param testOutputs what the networks make of {@code testInput}: {@code probability} (mean of the
 *     views), {@code confidence}, {@code view1}, {@code view2} and, if the method has a critic,
 *     {@code critic}, each in the order image, row, column and one channel
 * @param coverPng a picture for the model's documentation, as a PNG file; best 1:1 or 2:1 and below
 *     500 kB
 * @param historyCsv course of the training, see {@link History}
 * @param splitCsv which image was used for what
 */
public record ModelContents(
    ModelDescription description,
    Path savedModelFolder,
    Tensor testInput,
    Map<String, Tensor> testOutputs,
    byte[] coverPng,
    String historyCsv,
    String splitCsv) {

  public ModelContents {
    Check.given("description", description);
    Check.given("saved_model_folder", savedModelFolder);
    Check.given("test_input", testInput);
    Check.given("test_outputs", testOutputs);
    Check.given("cover", coverPng);
    Check.given("history", historyCsv);
    Check.given("split", splitCsv);
    if (!Files.isRegularFile(savedModelFolder.resolve(ModelLayout.SAVED_MODEL))) {
      throw new IllegalArgumentException(
          "Folder '"
              + savedModelFolder
              + "' has no "
              + ModelLayout.SAVED_MODEL
              + "; give the folder of an exported SavedModel.");
    }
    if (coverPng.length < 8 || coverPng[0] != (byte) 0x89 || coverPng[1] != 'P') {
      throw new IllegalArgumentException(
          "The cover picture of " + coverPng.length + " bytes is not a PNG file; give one.");
    }
    checkInput(testInput, description);
    testOutputs = checkedOutputs(testOutputs, testInput, description);
  }

  private static void checkInput(final Tensor input, final ModelDescription description) {
    final int[] shape = input.shape();
    final int channels = description.settings().network().channels();
    final int multiple = description.sizeMultiple();
    if (shape.length != 4
        || input.values().length == 0
        || shape[3] != channels
        || shape[1] % multiple != 0
        || shape[2] % multiple != 0) {
      throw new IllegalArgumentException(
          "The test input has the shape "
              + Arrays.toString(shape)
              + "; give images, rows, columns and "
              + channels
              + " channels, with rows and columns in multiples of "
              + multiple
              + ".");
    }
  }

  private static Map<String, Tensor> checkedOutputs(
      final Map<String, Tensor> outputs, final Tensor input, final ModelDescription description) {
    final int[] wanted = input.shape().clone();
    wanted[3] = 1;
    final Map<String, Tensor> checked = new LinkedHashMap<>();
    for (final String id : ModelLayout.outputIds(description.settings())) {
      final Tensor output = outputs.get(id);
      if (output == null || !Arrays.equals(output.shape(), wanted)) {
        throw new IllegalArgumentException(
            "The test output '"
                + id
                + "' is "
                + output
                + "; give a tensor of the shape "
                + Arrays.toString(wanted)
                + ".");
      }
      checked.put(id, output);
    }
    if (outputs.size() != checked.size()) {
      throw new IllegalArgumentException(
          "The test outputs are " + outputs.keySet() + "; give " + checked.keySet() + " only.");
    }
    return Collections.unmodifiableMap(checked);
  }
}
