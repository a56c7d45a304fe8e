package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.duosegnet.data.PatchSampler;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.metrics.SegmentationScores;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** A training without networks, whose checkpoints may be changed before it goes on from them. */
public final class HostileCheckpoint {

  private static final int SIZE = 64;
  private static final int VALUES = 100;

  private static final TrainingSettings SETTINGS =
      Trainings.settings(1, 20, 5, 3)
          .with("method", Method.SUPERVISED)
          .with("sampling.validation_fraction", 0.0);
  private static final TrainingData DATA = data();
  private static final CheckpointIdentity IDENTITY =
      CheckpointIdentity.of(
          SETTINGS, DATA, new EngineInfo("2.18.0", List.of("CPU:0"), "nowhere"), () -> false);

  private HostileCheckpoint() {}

  private static TrainingData data() {
    final List<Sample> samples = List.of(sample("one"), sample("two"), sample("three"));
    final List<String> names = samples.stream().map(Sample::name).toList();
    return TrainingData.of(new Split(names, names, List.of(), List.of(), List.of()), samples);
  }

  private static Sample sample(String name) {
    return Sample.of(
        name,
        ArrayImgs.unsignedBytes(new byte[SIZE * SIZE], SIZE, SIZE, 1),
        ArrayImgs.unsignedBytes(new byte[SIZE * SIZE], SIZE, SIZE));
  }

  /** Returns the file of the checkpoint of a model. */
  public static Path of(Path modelFile) {
    return Checkpoints.of(modelFile);
  }

  /** Writes a checkpoint after 10 of 20 iterations. */
  public static void write(Path modelFile) throws IOException {
    final Map<String, float[]> best = new LinkedHashMap<>(Map.of("a", new float[VALUES]));
    final SegmentationScores scores = new SegmentationScores(0.5, 0.6, 7, 8);
    final Validation validation = new Validation(scores, scores, scores);
    Checkpoint.write(
        of(modelFile),
        IDENTITY,
        session(),
        new PatchSampler(DATA, SETTINGS).state(),
        new TrainingState(
            10,
            12.5,
            List.of(),
            List.of(Map.of("supervised", 0.25)),
            validation,
            validation,
            5,
            best));
  }

  /** Looks for a checkpoint and goes on from it. */
  public static void open(Path modelFile) throws IOException {
    final Trainings.Monitor monitor = new Trainings.Monitor();
    final Worker worker = new Worker("hostile");
    try {
      final Checkpoint found = Checkpoints.find(modelFile, Checkpointing.USUAL, IDENTITY, monitor);
      if (found == null) {
        throw new IllegalStateException("There is no checkpoint.");
      }
      final TrainingSession session = session();
      final TrainingLoop loop =
          new TrainingLoop(SETTINGS, session, null, List.of(), worker, monitor, null, x -> {});
      new Checkpoints(modelFile, Checkpointing.USUAL, IDENTITY, session, worker, monitor)
          .resume(found, new PatchSampler(DATA, SETTINGS), loop);
    } finally {
      worker.finish(() -> {}, true);
    }
  }

  /** Networks of two weights, which take what fits. */
  private static TrainingSession session() {
    return (TrainingSession)
        Proxy.newProxyInstance(
            TrainingSession.class.getClassLoader(),
            new Class<?>[] {TrainingSession.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "stateParts":
                  return List.of(List.of("a", "b"));
                case "read":
                  return new LinkedHashMap<>(
                      Map.of("a", new float[VALUES], "b", new float[VALUES]));
                case "counters":
                  return Map.of("generator_steps", 10L);
                case "setCounters":
                  Objects.requireNonNull(((Map<?, ?>) arguments[0]).get("generator_steps"));
                  return null;
                case "restore":
                  ((Map<?, ?>) arguments[0]).values().forEach(HostileCheckpoint::fit);
                  return null;
                default:
                  throw new UnsupportedOperationException(method.getName());
              }
            });
  }

  private static void fit(Object values) {
    if (((float[]) values).length != VALUES) {
      throw new IllegalArgumentException("Weights do not belong to these networks.");
    }
  }
}
