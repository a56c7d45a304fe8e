package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import sc.fiji.duosegnet.imagej.SegmentationModel;

/**
 * The models that are open in this JVM, so that an executor opens them once and not for each task.
 * The engine itself is loaded once anyway. There are as many as tasks run at the same time, each
 * with as many threads as Spark gives a task ({@code spark.task.cpus}).
 */
final class ModelPool {

  private record Key(SegmentationJob job, int threads) {}

  private static final Map<Key, Deque<SegmentationModel>> IDLE = new HashMap<>();
  private static boolean hooked;

  private ModelPool() {}

  /** A model for one task; closing gives it back. */
  static final class Lease implements AutoCloseable {

    private final Key key;
    private final SegmentationModel model;

    private Lease(Key key, SegmentationModel model) {
      this.key = key;
      this.model = model;
    }

    SegmentationModel model() {
      return model;
    }

    @Override
    public void close() {
      // A model whose work was canceled can only be closed.
      if (interrupted()) {
        model.close();
        return;
      }
      synchronized (IDLE) {
        IDLE.computeIfAbsent(key, k -> new ArrayDeque<>()).push(model);
      }
    }
  }

  /** Tells whether Spark wants the task that runs on this thread to end. */
  static boolean interrupted() {
    final TaskContext task = TaskContext.get();
    return task != null && task.isInterrupted();
  }

  /**
   * Takes a model that is idle, or opens one.
   *
   * @throws IOException in one sentence, if it can't be opened
   */
  static Lease lease(SegmentationJob job) throws IOException {
    final TaskContext task = TaskContext.get();
    final Key key = new Key(job, task == null ? 0 : task.cpus());
    synchronized (IDLE) {
      if (!hooked) {
        Runtime.getRuntime().addShutdownHook(new Thread(ModelPool::close, "Duo-SegNet models"));
        hooked = true;
      }
      final Deque<SegmentationModel> idle = IDLE.get(key);
      if (idle != null && !idle.isEmpty()) {
        return new Lease(key, idle.pop());
      }
    }
    return new Lease(
        key,
        SegmentationModel.open(
            Path.of(job.model()),
            job.options(key.threads()),
            job.wanted(),
            job.matchPixelSize(),
            ZarrTasks::warn));
  }

  /** Returns why a job's model can't be used, in one sentence; empty if it can. */
  static String problem(SegmentationJob job) {
    try {
      lease(job).close();
      return "";
    } catch (final IOException | RuntimeException e) {
      return ZarrTasks.sentence(e);
    }
  }

  /** Closes all models that are idle. */
  static void close() {
    synchronized (IDLE) {
      IDLE.values().forEach(models -> models.forEach(SegmentationModel::close));
      IDLE.clear();
    }
  }
}
