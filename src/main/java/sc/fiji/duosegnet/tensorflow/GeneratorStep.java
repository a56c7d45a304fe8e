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
import sc.fiji.duosegnet.model.TrainingRow;
import sc.fiji.duosegnet.model.UpdateRule;

/** One step of both U-Nets on a method's losses, in one mode of batch norm. */
final class GeneratorStep {

  private final OptimizerSettings settings;
  private final TrainingInputs inputs;
  private final LossTerms terms;
  private final Placeholder<TFloat32> rate;
  private final Optimizers.AdamPowers powers;
  private final GradientStep step;
  private final List<Op> updates = new ArrayList<>();

  /**
   * @param method the losses on top of supervision
   * @param context what the losses are built on; with {@link UNet.Mode#TRAINING} the step also
   *     updates the running statistics
   * @param variables weights and slots of the graph
   * @param scale factor of the loss; null where it is not scaled
   */
  GeneratorStep(
      TrainingMethod method, TrainingMethod.Context context, Variables variables, LossScale scale) {
    final Ops tf = context.tf();
    settings = context.settings().optimizer();
    inputs = context.inputs();
    terms = new LossTerms(tf);
    method.build(context, SupervisedTerms.build(context, terms), terms);
    rate = scalar(tf, "rate");
    final List<Variables.Entry> weights =
        variables.weights(
            TrainingGraph.VIEWS.stream().map(name -> name + "/").toArray(String[]::new));
    step = new GradientStep(tf, terms.total(), weights, scale);
    final boolean adam = settings.rule() == UpdateRule.ADAM;
    powers = adam ? new Optimizers.AdamPowers(scalar(tf, "power1"), scalar(tf, "power2")) : null;
    final Optimizers.Rule rule =
        adam
            ? Optimizers.adam(tf, variables, rate, settings.momentum(), powers)
            : Optimizers.momentum(tf, variables, rate, settings.momentum());
    updates.addAll(
        Optimizers.updates(weights, step, Optimizers.decaying(rate, settings.weightDecay(), rule)));
    if (context.mode() == UNet.Mode.TRAINING) {
      // Not before all gradients are there: attacks and batch renormalization read them.
      for (final UNet view : context.views()) {
        updates.addAll(view.runningStatisticsUpdates(step.gated(), settings.batchNormDecay()));
      }
    }
  }

  private static Placeholder<TFloat32> scalar(Ops tf, String name) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  private void feedPowers(Session.Runner runner, long number, List<Tensor> made) {
    if (powers != null) {
      TrainingInputs.feed(runner, powers.first(), Math.pow(settings.momentum(), number), made);
      TrainingInputs.feed(runner, powers.second(), Math.pow(Optimizers.BETA2, number), made);
    }
  }

  LossTerms terms() {
    return terms;
  }

  /**
   * Updates both U-Nets.
   *
   * @param draw random numbers of this step
   * @param losses receives the losses before the step by name, {@code total} first
   * @return what came of it, to be closed by the caller
   */
  Outcome run(
      Runs runs,
      TrainingBatch batch,
      double progress,
      TrainingInputs.Draw draw,
      Map<String, Double> losses) {
    final List<Tensor> made = new ArrayList<>();
    try {
      final Session.Runner runner = runs.runner();
      inputs.feed(runner, batch, draw, made);
      terms.feedWeights(runner, progress, made);
      TrainingInputs.feed(
          runner, rate, settings.learningRate() * settings.schedule().factor(progress), made);
      feedPowers(runner, step.made(draw.number() + 1), made);
      terms.generated().forEach(runner::fetch);
      runner.fetch(terms.total());
      terms.terms().values().forEach(runner::fetch);
      step.prepare(runner, made);
      updates.forEach(runner::addTarget);
      final Result result = runs.run(runner);
      int index = terms.generated().size();
      losses.put(TrainingRow.TOTAL, Tensors.scalar(result.get(index++)));
      for (final String name : terms.terms().keySet()) {
        losses.put(name, Tensors.scalar(result.get(index++)));
      }
      return new Outcome(result, step.finish(result, index));
    } finally {
      made.forEach(Tensor::close);
    }
  }

  /**
   * What came of a step.
   *
   * @param result begins with the generated maps
   * @param made whether there was an update; none is where gradients in half precision overflow
   */
  record Outcome(Result result, boolean made) implements AutoCloseable {
    @Override
    public void close() {
      result.close();
    }
  }

  /** Computes the generated maps without changing anything. The caller closes the result. */
  Result forward(Runs runs, TrainingBatch batch, TrainingInputs.Draw draw) {
    final List<Tensor> made = new ArrayList<>();
    try {
      final Session.Runner runner = runs.runner();
      inputs.feed(runner, batch, draw, made);
      terms.generated().forEach(runner::fetch);
      return runs.run(runner);
    } finally {
      made.forEach(Tensor::close);
    }
  }

  /** Returns the generated maps at the beginning of a result, which keeps owning them. */
  List<Tensor> generatedMaps(Result result) {
    final List<Tensor> maps = new ArrayList<>();
    for (int i = 0; i < terms.generated().size(); i++) {
      maps.add(result.get(i));
    }
    return maps;
  }
}
