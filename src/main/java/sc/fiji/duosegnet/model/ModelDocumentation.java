package sc.fiji.duosegnet.model;

import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The texts of a model file: its README, license, citation and short descriptions. */
final class ModelDocumentation {

  static final String AUTHOR = "A user of Duo-SegNet for Fiji";
  static final String LICENSE_ID = "BSD-2-Clause";
  static final List<String> TAGS =
      List.of(
          "duo-segnet",
          "segmentation",
          "semantic-segmentation",
          "semi-supervised-learning",
          "2d",
          "unet",
          "tensorflow",
          "fiji",
          "imagej");

  private static final Map<String, String> OUTPUTS =
      Map.of(
          "probability", "foreground probability, the mean of both views",
          "confidence",
              "how sure the views are, of mean logit l: from |2 sigmoid(l/2) - 1| and its mean around each pixel",
          "view1", "foreground probability of the first view",
          "view2", "foreground probability of the second view",
          "critic", "whether the critic takes the views' masks for drawn ones, the mean of both");

  private ModelDocumentation() {}

  /** Returns what an output is, in at most 128 characters. */
  static String output(final String id) {
    return OUTPUTS.get(id);
  }

  /** Returns one sentence on the model, in at most 512 characters. */
  static String summary(final ModelDescription model) {
    final NetworkSettings network = model.settings().network();
    return "Segmentation of foreground and background in 2D images with "
        + network.channels()
        + (network.channels() == 1 ? " channel" : " channels")
        + (network.views() == 1 ? " by a U-Net (width " : " by two U-Nets (width ")
        + network.width()
        + ", depth "
        + network.depth()
        + (model.settings().method().hasCritic() ? ") and a critic" : ")")
        + ", trained with the method "
        + model.settings().method().label()
        + " in "
        + model.settings().iterations()
        + " iterations.";
  }

  /** Returns the text of README.md. */
  static String readme(final ModelDescription model) {
    final StringBuilder text = new StringBuilder("# ").append(model.name()).append("\n\n");
    text.append(summary(model)).append("\n\n");
    text.append("Made with Duo-SegNet for Fiji ").append(model.pluginVersion());
    text.append(" and TensorFlow ").append(model.tensorFlowVersion()).append(".\n\n");
    text.append("## Use\n\n");
    text.append("In Fiji, choose Plugins > Duo-SegNet > Segment Image and give this file. ");
    text.append("Other programs that open bioimage.io models find in rdf.yaml how to run it.\n\n");
    text.append("Input: images in the order batch, y, x, channel; width and height in multiples");
    text.append(" of ").append(model.sizeMultiple()).append(" pixels. Percentiles ");
    text.append(model.settings().normalization().low()).append(" and ");
    text.append(model.settings().normalization().high());
    text.append(" of each image, over all its channels, limit its intensities, which are then");
    text.append(" brought to mean 0 and variance 1.\n\nOutputs:\n\n");
    for (final String id : ModelLayout.outputIds(model.settings())) {
      text.append("- `").append(id).append("`: ").append(output(id)).append("\n");
    }
    text.append("\nA pixel belongs to the foreground where `probability` is above ");
    text.append(ModelDescription.THRESHOLD).append(".\n\n");
    text.append("## Training data\n\n").append(model.trainingData()).append("\n\n");
    if (model.pixelSize() != null) {
      text.append("Size of its pixels: ").append(model.pixelSize().text()).append(".\n\n");
    }
    if (model.bitDepth() != 0) {
      text.append("Bits of its values: ").append(model.bitDepth()).append(".\n\n");
    }
    text.append("Which image was used for what: `").append(ModelLayout.SPLIT);
    text.append("`. Course of the training: `").append(ModelLayout.HISTORY).append("`.\n\n");
    text.append("## Validation\n\n");
    if (model.scores().isEmpty()) {
      text.append("No scores were measured.\n\n");
    } else {
      text.append("| score | value |\n|---|---|\n");
      model.scores().forEach((name, value) -> row(text, name, value));
      text.append('\n');
    }
    text.append("To validate the model on your own images, segment some that it was not trained");
    text.append(" on and compare the masks with masks drawn by hand.\n\n");
    text.append("## Settings\n\n```yaml\n").append(settings(model)).append("```\n\n");
    text.append("## License and citation\n\n").append(LICENSE_ID).append(", see LICENSE. ");
    text.append("If you use this model, please cite:\n\n").append(Citation.TEXT);
    text.append(' ').append(Citation.link()).append('\n');
    return text.toString();
  }

  /** Returns the text of the license under which models are given. */
  static String license() {
    return """
        Copyright (c) <year>, the authors of this model
        All rights reserved.

        Redistribution and use in source and binary forms, with or without
        modification, are permitted provided that the following conditions are met:

        1. Redistributions of source code must retain the above copyright notice, this
           list of conditions and the following disclaimer.

        2. Redistributions in binary form must reproduce the above copyright notice,
           this list of conditions and the following disclaimer in the documentation
           and/or other materials provided with the distribution.

        THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
        AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
        IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
        DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
        FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
        DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
        SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
        CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
        OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
        OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
        """
        .replace("<year>", Year.now(ZoneOffset.UTC).toString());
  }

  private static void row(final StringBuilder text, final String name, final double value) {
    text.append("| ").append(name.replace("|", "\\|")).append(" | ").append(value).append(" |\n");
  }

  private static String settings(final ModelDescription model) {
    final DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(SettingsMap.toMap(model.settings()));
  }
}
