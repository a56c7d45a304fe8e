package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.OptimizerSettings;

/** One step of both U-Nets on a method's losses, in one mode of batch norm. */
final class GeneratorStep {

  private final OptimizerSettings settings;
  private final TrainingInputs inputs;
  private final TrainingMethod method;
  private final Placeholder<TFloat32> rate;
  private final List<Op> updates = new ArrayList<>();

  /**
   * @param context what the losses are built on; with {@link UNet.Mode#TRAINING} the step also
   *     updates the running statistics
   * @param variables weights and slots of the graph
   */
  GeneratorStep(TrainingMethod.Context context, Variables variables) {
    final Ops tf = context.tf();
    settings = context.settings().optimizer();
    inputs = context.inputs();
    method = TrainingMethod.build(context);
    rate = tf.withName("rate").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    final List<Variables.Entry> weights =
        variables.weights(TrainingGraph.VIEW1 + "/", TrainingGraph.VIEW2 + "/");
    updates.addAll(
        Optimizers.momentum(
            tf,
            variables,
            weights,
            Optimizers.gradients(tf, method.total(), weights),
            rate,
            settings.momentum()));
    if (context.mode() == UNet.Mode.TRAINING) {
      for (final UNet view : List.of(context.view1(), context.view2())) {
        updates.addAll(view.runningStatisticsUpdates(tf, settings.batchNormDecay()));
      }
    }
  }

  TrainingMethod method() {
    return method;
  }

  /**
   * Updates both U-Nets.
   *
   * @param losses receives the losses before the step by name, {@code total} first
   * @return a result that begins with the generated maps; the caller closes it
   */
  Result run(Session session, TrainingBatch batch, double progress, Map<String, Double> losses) {
    final List<TFloat32> made = new ArrayList<>();
    try {
      final Session.Runner runner = session.runner();
      inputs.feed(runner, batch, made);
      method.feedWeights(runner, progress, made);
      TrainingInputs.feed(
          runner, rate, settings.learningRate() * settings.schedule().factor(progress), made);
      method.generated().forEach(runner::fetch);
      runner.fetch(method.total());
      method.terms().values().forEach(runner::fetch);
      updates.forEach(runner::addTarget);
      final Result result = runner.run();
      int index = method.generated().size();
      losses.put("total", Tensors.scalar(result.get(index++)));
      for (final String name : method.terms().keySet()) {
        losses.put(name, Tensors.scalar(result.get(index++)));
      }
      return result;
    } finally {
      made.forEach(TFloat32::close);
    }
  }

  /** Computes the generated maps without changing anything. The caller closes the result. */
  Result forward(Session session, TrainingBatch batch) {
    final List<TFloat32> made = new ArrayList<>();
    try {
      final Session.Runner runner = session.runner();
      inputs.feed(runner, batch, made);
      method.generated().forEach(runner::fetch);
      return runner.run();
    } finally {
      made.forEach(TFloat32::close);
    }
  }

  /** Returns the generated maps at the beginning of a result, which keeps owning them. */
  List<Tensor> generatedMaps(Result result) {
    final List<Tensor> maps = new ArrayList<>();
    for (int i = 0; i < method.generated().size(); i++) {
      maps.add(result.get(i));
    }
    return maps;
  }
}
