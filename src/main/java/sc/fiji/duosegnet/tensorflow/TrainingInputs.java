package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.StrongView;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The placeholders that a training step is fed through, of fixed shapes.
 *
 * @param labeled labeled images of each view and their masks
 * @param u unlabeled images, [batch, row, column, channel]; null where the method takes none
 * @param strong strongly augmented copies of {@code u}, one for each view at least; empty where the
 *     method takes none
 * @param renormalization limits of batch renormalization; null for plain batch norm
 * @param seed two numbers from which all random numbers of a step follow
 */
record TrainingInputs(
    List<Labeled> labeled,
    Placeholder<TFloat32> u,
    List<Strong> strong,
    Renormalization renormalization,
    Placeholder<TInt64> seed) {

  /**
   * Labeled images of a view.
   *
   * @param x images, [batch, row, column, channel]
   * @param y masks, [batch, row, column, 1], 0 or 1
   */
  record Labeled(Placeholder<TFloat32> x, Placeholder<TFloat32> y) {}

  /**
   * A strong view, see {@link StrongView}.
   *
   * @param images [batch, row, column, channel]
   * @param boxes [batch, row, column, 1], 1 where a pixel is the next image's
   */
  record Strong(Placeholder<TFloat32> images, Placeholder<TFloat32> boxes) {}

  private static final int STRONG_VIEWS = 2;

  static TrainingInputs build(Ops tf, TrainingSettings settings) {
    final long size = settings.sampling().patchSize();
    final long count = settings.sampling().labeledBatch();
    final long unlabeled = settings.sampling().unlabeledBatch();
    final long channels = settings.network().channels();
    final List<Labeled> labeled = new ArrayList<>();
    for (int view = 1; view <= settings.network().views(); view++) {
      labeled.add(
          new Labeled(
              placeholder(tf, "x" + view, count, size, channels),
              placeholder(tf, "y" + view, count, size, 1)));
    }
    final List<Strong> strong = new ArrayList<>();
    for (int i = 1; i <= STRONG_VIEWS && settings.method().usesStrongViews(); i++) {
      strong.add(
          new Strong(
              placeholder(tf, "strong" + i, unlabeled, size, channels),
              placeholder(tf, "boxes" + i, unlabeled, size, 1)));
    }
    return new TrainingInputs(
        List.copyOf(labeled),
        settings.method().usesUnlabeled() ? placeholder(tf, "u", unlabeled, size, channels) : null,
        List.copyOf(strong),
        settings.optimizer().batchRenorm() ? new Renormalization(tf) : null,
        tf.withName("seed").placeholder(TInt64.class, Placeholder.shape(Shape.of(2))));
  }

  private static Placeholder<TFloat32> placeholder(
      Ops tf, String name, long count, long size, long channels) {
    return tf.withName(name)
        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(count, size, size, channels)));
  }

  /**
   * Feeds a batch.
   *
   * @param draw number of the step, so that each has random numbers of its own
   * @param made receives the tensors made; their owner closes them
   */
  void feed(Session.Runner runner, TrainingBatch batch, Draw draw, List<Tensor> made) {
    feed(runner, labeled.get(0).x, batch.labeled1(), made);
    feed(runner, labeled.get(0).y, batch.masks1(), made);
    if (labeled.size() > 1) {
      feed(runner, labeled.get(1).x, batch.labeled2(), made);
      feed(runner, labeled.get(1).y, batch.masks2(), made);
    }
    if (u != null) {
      feed(runner, u, batch.unlabeled(), made);
    }
    if (!strong.isEmpty()) {
      feed(runner, strong.get(0), batch.strong1(), made);
      feed(runner, strong.get(1), batch.strong2(), made);
    }
    if (renormalization != null) {
      renormalization.feed(runner, draw.progress(), made);
    }
    final TInt64 numbers =
        TInt64.tensorOf(StdArrays.ndCopyOf(new long[] {draw.seed(), draw.number()}));
    made.add(numbers);
    runner.feed(seed, numbers);
  }

  /**
   * A step: which random numbers are its own, and where in the run it is.
   *
   * @param seed seed of the training
   * @param number number of the generator's step, from 0; below 0 for passes that make no step
   * @param progress finished part of the run, 0..1
   */
  record Draw(long seed, long number, double progress) {}

  private static void feed(
      Session.Runner runner, Strong placeholders, StrongView view, List<Tensor> made) {
    feed(runner, placeholders.images, view.images(), made);
    feed(runner, placeholders.boxes, view.boxes(), made);
  }

  static void feed(
      Session.Runner runner,
      Placeholder<TFloat32> placeholder,
      ImageBatch images,
      List<Tensor> made) {
    final TFloat32 tensor = Tensors.of(images);
    made.add(tensor);
    runner.feed(placeholder, tensor);
  }

  /** Feeds a number; the tensor made for it is added to the list, whose owner closes it. */
  static void feed(
      Session.Runner runner, Placeholder<TFloat32> placeholder, double value, List<Tensor> made) {
    final TFloat32 tensor = Tensors.scalar(value);
    made.add(tensor);
    runner.feed(placeholder, tensor);
  }
}
