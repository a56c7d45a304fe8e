package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.TrainingRow;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The smallest trainings, which are interrupted and gone on with. */
final class Resumed {

  static final int ITERATIONS = 6;

  /** A checkpoint after every second iteration, from which the next training goes on. */
  static final Checkpointing EVERY_SECOND = new Checkpointing(Checkpointing.Resume.OR_REFUSE, 2, 0);

  static final Checkpointing NONE = new Checkpointing(Checkpointing.Resume.NEVER, 0, 0);

  private Resumed() {}

  static TrainingSettings settings(Method method) {
    return Trainings.settings(1, ITERATIONS, 3, 5)
        .with("method", method)
        .with("network.width", 2)
        .with("network.depth", 2)
        .with("network.critic_width", 2)
        .with("sampling.patch_size", 32)
        .with("augmentation.labeled_probability", 0.5)
        .with("augmentation.inversion", 0.3)
        .with("augmentation.scaling", 1.2)
        .with("optimizer.frozen_batch_norm", 0.5);
  }

  static ModelTraining.Request request(
      TrainingSettings settings, Path modelFile, Checkpointing checkpointing) throws IOException {
    return request(settings, Trainings.samples(), modelFile, checkpointing);
  }

  static ModelTraining.Request request(
      TrainingSettings settings,
      List<Sample> samples,
      Path modelFile,
      Checkpointing checkpointing) {
    final ModelTraining.Request usual = Trainings.request(settings, samples, modelFile);
    return new ModelTraining.Request(
        settings, samples, usual.split(), usual.trainingData(), modelFile, checkpointing);
  }

  /** Fails after an iteration, as if the program had been ended there; collects messages. */
  static class Interrupting extends Trainings.Monitor {

    final List<String> messages = new ArrayList<>();
    final List<Integer> iterations = new ArrayList<>();
    private final int after;

    /**
     * @param after number of an iteration; 0 for never
     */
    Interrupting(int after) {
      this.after = after;
    }

    @Override
    public void report(TrainingProgress progress) {
      iterations.add(progress.iteration());
      if (progress.iteration() == after) {
        throw new Interruption();
      }
    }

    @Override
    public void message(String line) {
      messages.add(line);
    }

    String all() {
      return String.join("\n", messages);
    }
  }

  /** What an interrupting monitor throws. */
  static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Runs a training until it is interrupted after an iteration. */
  static Interrupting interrupt(ModelTraining.Request request, int after) throws IOException {
    final Interrupting monitor = new Interrupting(after);
    try {
      ModelTraining.run(request, monitor);
    } catch (Interruption e) {
      return monitor;
    }
    throw new AssertionError("the training went through");
  }

  /** Returns the file of all weights in a model's SavedModel. */
  static byte[] weights(Path model) throws IOException {
    try (ModelFile opened = ModelFile.open(model)) {
      return Files.readAllBytes(
          opened.savedModelFolder().resolve("variables/variables.data-00000-of-00001"));
    }
  }

  /** Returns a model's history without times. */
  static List<String> course(Path model) throws IOException {
    try (ModelFile opened = ModelFile.open(model)) {
      return History.parse(opened.historyCsv()).rows().stream().map(Resumed::timeless).toList();
    }
  }

  private static String timeless(TrainingRow row) {
    return row.iteration()
        + " "
        + row.learningRate()
        + " "
        + row.losses()
        + " "
        + row.validationDice1()
        + " "
        + row.validationDice2()
        + " "
        + row.validationDiceMean();
  }

  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
