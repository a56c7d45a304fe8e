package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
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

/**
 * The critic's step (Peiris et al. 2021, Algorithm 1): LcD = sum over i of bce(psi(Yi), 1) +
 * bce(psi(Fi(Xi)), 0). The generated masks are fed as numbers, so no gradient can reach the U-Nets.
 */
final class CriticStep {

  private final List<Placeholder<TFloat32>> drawn = new ArrayList<>();
  private final List<Placeholder<TFloat32>> generated = new ArrayList<>();
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> lossOfDrawn;
  private final Operand<TFloat32> lossOfGenerated;
  private final GradientStep step;
  private final List<Op> updates;

  /**
   * @param generatedMaps what the generator's step shows to the critic
   * @param scale factor of the loss; null where it is not scaled
   */
  CriticStep(
      Ops tf,
      Variables variables,
      Critic critic,
      OptimizerSettings settings,
      TrainingInputs inputs,
      List<Operand<TFloat32>> generatedMaps,
      LossScale scale) {
    final Losses losses = new Losses(tf);
    final List<Operand<TFloat32>> drawnTerms = new ArrayList<>();
    for (final TrainingInputs.Labeled labeled : inputs.labeled()) {
      drawn.add(labeled.y());
      drawnTerms.add(
          losses.crossEntropyOfOne(critic.logits(tf.withSubScope("drawn"), labeled.y())));
    }
    final List<Operand<TFloat32>> generatedTerms = new ArrayList<>();
    for (final Operand<TFloat32> map : generatedMaps) {
      final Shape shape = map.shape();
      final Placeholder<TFloat32> placeholder =
          tf.withName("generated").placeholder(TFloat32.class, Placeholder.shape(shape));
      generated.add(placeholder);
      generatedTerms.add(
          losses.crossEntropyOfZero(critic.logits(tf.withSubScope("generated"), placeholder)));
    }
    final Operand<TFloat32> sumOfDrawn = tf.math.addN(drawnTerms);
    final Operand<TFloat32> sumOfGenerated = tf.math.addN(generatedTerms);
    loss = tf.math.add(sumOfDrawn, sumOfGenerated);
    lossOfDrawn = tf.math.div(sumOfDrawn, tf.constant((float) drawnTerms.size()));
    lossOfGenerated = tf.math.div(sumOfGenerated, tf.constant((float) generatedTerms.size()));
    final List<Variables.Entry> weights = variables.weights(TrainingGraph.CRITIC);
    step = new GradientStep(tf, loss, weights, scale);
    updates =
        Optimizers.updates(
            weights,
            step,
            Optimizers.rmsProp(
                tf, variables, settings.criticLearningRate(), settings.criticDecay()));
  }

  /**
   * Makes one step.
   *
   * @param batch gives the drawn masks
   * @param maps generated masks, in the order of the maps given at construction; not closed
   * @param reported receives the losses before the step by name: {@code critic}, and its mean over
   *     drawn and over generated masks
   */
  void run(Runs runs, TrainingBatch batch, List<Tensor> maps, Map<String, Double> reported) {
    final List<Tensor> made = new ArrayList<>();
    try {
      final Session.Runner runner =
          runs.runner().fetch(loss).fetch(lossOfDrawn).fetch(lossOfGenerated);
      TrainingInputs.feed(runner, drawn.get(0), batch.masks1(), made);
      if (drawn.size() > 1) {
        TrainingInputs.feed(runner, drawn.get(1), batch.masks2(), made);
      }
      for (int i = 0; i < maps.size(); i++) {
        runner.feed(generated.get(i), maps.get(i));
      }
      step.prepare(runner, made);
      updates.forEach(runner::addTarget);
      try (Result result = runs.run(runner)) {
        reported.put(TrainingRow.CRITIC, Tensors.scalar(result.get(0)));
        reported.put(TrainingRow.CRITIC_DRAWN, Tensors.scalar(result.get(1)));
        reported.put(TrainingRow.CRITIC_GENERATED, Tensors.scalar(result.get(2)));
        step.finish(result, 3);
      }
    } finally {
      made.forEach(Tensor::close);
    }
  }
}
