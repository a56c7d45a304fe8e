package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The placeholders that a training step is fed through, of fixed shapes.
 *
 * @param x1 labeled images of view 1, [batch, row, column, channel]
 * @param y1 their masks, [batch, row, column, 1], 0 or 1
 * @param x2 labeled images of view 2
 * @param y2 their masks
 * @param u unlabeled images; null where the method takes none
 */
record TrainingInputs(
    Placeholder<TFloat32> x1,
    Placeholder<TFloat32> y1,
    Placeholder<TFloat32> x2,
    Placeholder<TFloat32> y2,
    Placeholder<TFloat32> u) {

  static TrainingInputs build(Ops tf, TrainingSettings settings) {
    final long size = settings.sampling().patchSize();
    final long labeled = settings.sampling().labeledBatch();
    final long unlabeled = settings.sampling().unlabeledBatch();
    final long channels = settings.network().channels();
    return new TrainingInputs(
        placeholder(tf, "x1", labeled, size, channels),
        placeholder(tf, "y1", labeled, size, 1),
        placeholder(tf, "x2", labeled, size, channels),
        placeholder(tf, "y2", labeled, size, 1),
        settings.method().usesUnlabeled() ? placeholder(tf, "u", unlabeled, size, channels) : null);
  }

  private static Placeholder<TFloat32> placeholder(
      Ops tf, String name, long count, long size, long channels) {
    return tf.withName(name)
        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(count, size, size, channels)));
  }

  /** Feeds a batch; the tensors made for it are added to the list, whose owner closes them. */
  void feed(Session.Runner runner, TrainingBatch batch, List<TFloat32> made) {
    feed(runner, x1, batch.labeled1(), made);
    feed(runner, y1, batch.masks1(), made);
    feed(runner, x2, batch.labeled2(), made);
    feed(runner, y2, batch.masks2(), made);
    if (u != null) {
      feed(runner, u, batch.unlabeled(), made);
    }
  }

  static void feed(
      Session.Runner runner,
      Placeholder<TFloat32> placeholder,
      ImageBatch images,
      List<TFloat32> made) {
    final TFloat32 tensor = Tensors.of(images);
    made.add(tensor);
    runner.feed(placeholder, tensor);
  }

  /** Feeds a number; the tensor made for it is added to the list, whose owner closes it. */
  static void feed(
      Session.Runner runner, Placeholder<TFloat32> placeholder, double value, List<TFloat32> made) {
    final TFloat32 tensor = Tensors.scalar(value);
    made.add(tensor);
    runner.feed(placeholder, tensor);
  }
}
