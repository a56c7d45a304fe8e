package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.engine.Checkpointing;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What the {@link SoakDriver} does, with one model file for each method. */
final class SoakTrial {

  /** Kinds of actions. */
  enum Action {
    TRAIN,
    CANCEL,
    RESUME,
    SEGMENT,
    BAD_INPUT,
    /** Goes on with all that is unfinished. */
    RESUME_ALL
  }

  /** How an action ended. */
  enum Outcome {
    /** As it should. */
    DONE,
    /** With one sentence that says why it can't be done. */
    SENTENCE,
    /** Weights, pixels or files are not those they should be. */
    LOST
  }

  private static final int ITERATIONS = 12;
  private static final int INTERVAL = 3;
  private static final Method[] METHODS = {
    Method.SUPERVISED, Method.DUO_SEGNET, Method.DUO_SEGNET_STRONG, Method.MEAN_TEACHER
  };

  private final Path folder;
  private final List<Sample> samples = EndedTraining.samples();
  private final Map<Method, byte[]> weights = new ConcurrentHashMap<>();
  private final Map<Method, byte[]> masks = new ConcurrentHashMap<>();

  /** Trains each method once, undisturbed: what all later trainings must end with. */
  SoakTrial(Path folder) throws IOException {
    this.folder = folder;
    for (final Method method : METHODS) {
      Files.deleteIfExists(checkpoint(method));
      train(method, Checkpointing.Resume.NEVER, Integer.MAX_VALUE);
      weights.put(method, weights(method));
      masks.put(method, segment(model(method)));
    }
  }

  /**
   * Does one thing.
   *
   * @throws Exception if it fails in another way than with one sentence
   */
  Outcome run(Action action, SplittableRandom random) throws Exception {
    final Method method = METHODS[random.nextInt(METHODS.length)];
    try {
      return switch (action) {
        case TRAIN -> {
          train(method, Checkpointing.Resume.NEVER, Integer.MAX_VALUE);
          yield kept(method);
        }
        case CANCEL -> {
          train(method, Checkpointing.Resume.OR_REFUSE, random.nextInt(ITERATIONS));
          yield kept(method);
        }
        case RESUME -> {
          train(method, Checkpointing.Resume.OR_REFUSE, Integer.MAX_VALUE);
          yield Files.exists(checkpoint(method)) ? Outcome.LOST : kept(method);
        }
        case SEGMENT ->
            Arrays.equals(masks.get(method), segment(model(method))) ? Outcome.DONE : Outcome.LOST;
        case BAD_INPUT -> badInput(method, random);
        case RESUME_ALL -> resumeAll();
      };
    } catch (IOException | IllegalArgumentException | EngineException e) {
      final String sentence = e.getMessage();
      if (sentence == null || sentence.isBlank() || sentence.contains("\n")) {
        throw e;
      }
      // Two at once on one model file: the second is told.
      final boolean expected =
          action == Action.BAD_INPUT || sentence.contains("is being written by another training");
      if (!expected) {
        throw e;
      }
      return Outcome.SENTENCE;
    }
  }

  private Outcome resumeAll() throws IOException {
    for (final Method method : METHODS) {
      if (Files.exists(checkpoint(method))) {
        train(method, Checkpointing.Resume.OR_REFUSE, Integer.MAX_VALUE);
      }
      if (Files.exists(checkpoint(method)) || kept(method) == Outcome.LOST) {
        return Outcome.LOST;
      }
    }
    return Outcome.DONE;
  }

  private Path model(Method method) {
    return folder.resolve(method + ".zip");
  }

  private Path checkpoint(Method method) {
    return folder.resolve(method + ".zip.checkpoint");
  }

  private byte[] weights(Method method) throws IOException {
    return KillDriver.weights(model(method));
  }

  /** The model file is whole, and of an undisturbed training. */
  private Outcome kept(Method method) throws IOException {
    return Arrays.equals(weights.get(method), weights(method)) ? Outcome.DONE : Outcome.LOST;
  }

  private void train(Method method, Checkpointing.Resume resume, int cancelAfter)
      throws IOException {
    train(settings(method), samples, model(method), resume, cancelAfter);
  }

  private static void train(
      TrainingSettings settings,
      List<Sample> samples,
      Path model,
      Checkpointing.Resume resume,
      int cancelAfter)
      throws IOException {
    ModelTraining.run(
        new ModelTraining.Request(
            settings,
            samples,
            EndedTraining.split(samples, settings),
            "Synthetic nuclei.",
            model,
            new Checkpointing(resume, INTERVAL, 0)),
        new Canceling(cancelAfter));
  }

  private static TrainingSettings settings(Method method) {
    return EndedTraining.settings(new Arguments(new String[] {"method=" + method.name()}))
        .with("network.width", 4)
        .with("iterations", ITERATIONS)
        .with("validation_interval", 6);
  }

  private byte[] segment(Path model) throws IOException {
    try (Segmenter segmenter = Segmenter.open(model, 0, 2)) {
      return segmenter.segment(samples.get(0).image(), () -> false).mask();
    }
  }

  /** Must end with a sentence; what was there before must stay. */
  private Outcome badInput(Method method, SplittableRandom random) throws IOException {
    final Path bad = folder.resolve("bad-" + Thread.currentThread().getName() + ".zip");
    switch (random.nextInt(6)) {
      case 0 -> segment(folder.resolve("none.zip"));
      case 1 -> {
        final byte[] bytes = Files.readAllBytes(model(method));
        Files.write(bad, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        segment(bad);
      }
      case 2 -> {
        final byte[] bytes = new byte[10_000];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) random.nextInt();
        }
        Files.write(bad, bytes);
        segment(bad);
      }
      case 3 -> {
        // A training with other settings must not touch the checkpoint or the model.
        Files.deleteIfExists(bad);
        train(
            settings(method).with("optimizer.learning_rate", 1e9),
            samples,
            bad,
            Checkpointing.Resume.NEVER,
            Integer.MAX_VALUE);
      }
      case 4 -> {
        final Sample first = samples.get(0);
        final List<Sample> broken = new ArrayList<>(samples);
        broken.set(0, Sample.of(first.name(), first.image(), ArrayImgs.unsignedBytes(5, 5)));
        train(settings(method), broken, bad, Checkpointing.Resume.NEVER, Integer.MAX_VALUE);
      }
      default ->
          train(
              settings(method),
              samples,
              model(method).resolve("none.zip"), // in a file
              Checkpointing.Resume.NEVER,
              Integer.MAX_VALUE);
    }
    return Outcome.LOST; // a bad input was taken for a good one
  }

  /** Cancels after an iteration. */
  private record Canceling(int after, int[] done) implements TrainingMonitor {

    Canceling(int after) {
      this(after, new int[1]);
    }

    @Override
    public void report(TrainingProgress progress) {
      done[0] = progress.iteration();
    }

    @Override
    public void message(String line) {
      // of no interest here
    }

    @Override
    public boolean canceled() {
      return done[0] >= after;
    }
  }
}
