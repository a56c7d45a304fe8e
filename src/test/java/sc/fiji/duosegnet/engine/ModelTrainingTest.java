package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.Tensor;
import sc.fiji.duosegnet.model.TrainingRow;

/** Trainings from the images to the model file. */
class ModelTrainingTest {

  private static final int ITERATIONS = 12;

  @TempDir static Path folder;
  private static Path file;
  private static ModelTraining.Request request;
  private static ModelTraining.Result result;

  @BeforeAll
  static void train() throws IOException {
    file = folder.resolve("first.zip");
    request = Trainings.request(Trainings.settings(1, ITERATIONS, 3, 7), file);
    result = ModelTraining.run(request, new Trainings.Monitor());
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherOneOthers() throws IOException {
    final Path second = folder.resolve("second.zip");
    ModelTraining.run(
        Trainings.request(Trainings.settings(1, ITERATIONS, 3, 7), second),
        new Trainings.Monitor());
    assertArrayEquals(weights(file), weights(second));
    final Path third = folder.resolve("third.zip");
    ModelTraining.run(
        Trainings.request(Trainings.settings(1, ITERATIONS, 3, 8), third), new Trainings.Monitor());
    assertFalse(Arrays.equals(weights(file), weights(third)));
    final float[] pixels = segmented(file);
    assertArrayEquals(pixels, segmented(second));
    assertFalse(Arrays.equals(pixels, segmented(third)));
  }

  @Test
  void anotherJvmGivesTheSamePixels() throws Exception {
    final Path values = folder.resolve("elsewhere.bin");
    final Path log = folder.resolve("elsewhere.txt");
    final Process process =
        OtherJava.of(List.of("-Xmx512m"), SegmentElsewhere.class, file, values)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "no end");
    assertEquals(0, process.exitValue(), () -> read(log));
    final float[] elsewhere = new float[(int) (Files.size(values) / Float.BYTES)];
    ByteBuffer.wrap(Files.readAllBytes(values)).asFloatBuffer().get(elsewhere);
    try (ModelFile model = ModelFile.open(file);
        Segmenter segmenter = Segmenter.open(file, 0, 2)) {
      final Map<String, Tensor> outputs = model.testOutputs();
      final int size = outputs.get("view1").values().length;
      assertArrayEquals(outputs.get("view1").values(), part(elsewhere, 0, size), 1e-6f);
      assertArrayEquals(outputs.get("view2").values(), part(elsewhere, 1, size), 1e-6f);
      assertArrayEquals(outputs.get("confidence").values(), part(elsewhere, 2, size), 1e-6f);
      assertArrayEquals(outputs.get("critic").values(), part(elsewhere, 3, size), 1e-6f);
      assertArrayEquals(
          SegmentElsewhere.values(SegmentElsewhere.plane(segmenter)),
          Arrays.copyOfRange(elsewhere, 4 * size, elsewhere.length));
    }
  }

  @Test
  void aTrainingSaysThatThereIsNothingToMixStrongViewsWith() throws IOException {
    final List<String> told = new ArrayList<>();
    final ModelTraining.Result ended =
        ModelTraining.run(
            Trainings.request(
                Trainings.settings(1, 1, 1, 7)
                    .with("method", Method.DUO_SEGNET_STRONG)
                    .with("sampling.unlabeled_batch", 1),
                folder.resolve("unmixed.zip")),
            new Trainings.Monitor() {
              @Override
              public void message(String line) {
                if (line.startsWith("Strong views are not mixed")) {
                  told.add(line);
                }
              }

              @Override
              public boolean canceled() {
                return !told.isEmpty(); // it was told before anything was computed
              }
            });
    assertEquals(1, told.size());
    assertTrue(ended.canceled());
  }

  @Test
  void aMethodWithoutCriticGivesAModelWithoutItsMap() throws IOException {
    final Path plain = folder.resolve("plain.zip");
    ModelTraining.run(
        Trainings.request(Trainings.settings(1, 2, 2, 7).with("method", Method.SUPERVISED), plain),
        new Trainings.Monitor());
    try (ModelFile model = ModelFile.open(plain);
        Segmenter segmenter = Segmenter.open(plain, 0, 2)) {
      final Map<String, Tensor> outputs = model.testOutputs();
      assertEquals(
          List.of("probability", "confidence", "view1", "view2"), List.copyOf(outputs.keySet()));
      final SegmentedPlane again = SegmentElsewhere.testImage(model.testInput(), segmenter);
      assertFalse(segmenter.hasCritic());
      assertNull(again.critic());
      assertArrayEquals(outputs.get("probability").values(), again.probability(), 1e-6f);
      assertArrayEquals(outputs.get("confidence").values(), again.confidence(), 1e-6f);
      assertArrayEquals(outputs.get("view1").values(), again.view1(), 1e-6f);
      assertArrayEquals(outputs.get("view2").values(), again.view2(), 1e-6f);
    }
  }

  @Test
  void validationPicksTheNetworks() throws IOException {
    final TrainingRow best =
        result.history().rows().stream()
            .filter(row -> !Double.isNaN(row.validationDiceMean()))
            .reduce((a, b) -> b.validationDiceMean() > a.validationDiceMean() ? b : a)
            .orElseThrow();
    assertEquals(result.bestIteration(), best.iteration());
    assertEquals(result.validation().mean().pooledDice(), best.validationDiceMean());
    // What is in the file has that score.
    final List<Sample> validation =
        request.samples().stream()
            .filter(sample -> request.split().validation().contains(sample.name()))
            .toList();
    assertEquals(2, validation.size());
    double common = 0;
    double sum = 0;
    try (Segmenter segmenter = Segmenter.open(file, 0, 2)) {
      for (final Sample sample : validation) {
        final byte[] mask = segmenter.segment(sample.image(), () -> false).mask();
        final var truth = sample.mask().randomAccess();
        for (int i = 0; i < mask.length; i++) {
          truth.setPosition(new int[] {i % 192, i / 192});
          final boolean wanted = truth.get().getRealDouble() > 0;
          common += wanted && mask[i] != 0 ? 1 : 0;
          sum += (wanted ? 1 : 0) + (mask[i] != 0 ? 1 : 0);
        }
      }
    }
    // The training's graph differs in the last digits, which may move a pixel over the threshold.
    assertEquals(2 * common / sum, result.validation().mean().pooledDice(), 1e-3);
  }

  @Test
  void theFileTellsTheWholeStory() throws IOException {
    try (ModelFile model = ModelFile.open(file)) {
      assertEquals(request.settings(), model.description().settings());
      assertEquals(result.history().rows(), History.parse(model.historyCsv()).rows());
      assertEquals(
          result.validation().mean().pooledDice(),
          model.description().scores().get("validation_dice_mean"));
      for (final Sample sample : request.samples()) {
        assertTrue(model.splitCsv().contains(sample.name()), sample.name());
      }
      assertNotEquals("", model.description().tensorFlowVersion());
    }
  }

  private static float[] part(float[] values, int index, int size) {
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  private static float[] segmented(Path model) throws IOException {
    try (Segmenter segmenter = Segmenter.open(model, 0, 2)) {
      return SegmentElsewhere.values(SegmentElsewhere.plane(segmenter));
    }
  }

  /** Returns the file of all weights in a model's SavedModel. */
  private static byte[] weights(Path model) throws IOException {
    try (ModelFile opened = ModelFile.open(model)) {
      return Files.readAllBytes(
          opened.savedModelFolder().resolve("variables/variables.data-00000-of-00001"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
