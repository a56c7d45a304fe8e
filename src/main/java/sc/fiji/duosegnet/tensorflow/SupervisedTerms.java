package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The supervised loss of all views, sum over i of 0.5 bce(Fi(Xi), Yi) + 0.5 Dice(Fi(Xi), Yi)
 * (Peiris et al. 2021, Eq. 3 and 4), which every method has.
 *
 * @param logits of each view on its labeled images
 * @param probabilities the same as probabilities
 */
record SupervisedTerms(List<Operand<TFloat32>> logits, List<Operand<TFloat32>> probabilities) {

  private static final double HALF = 0.5;

  static SupervisedTerms build(TrainingMethod.Context context, LossTerms terms) {
    final Ops tf = context.tf();
    final Losses losses = new Losses(tf);
    final double weight = HALF * context.settings().losses().supervised();
    final List<Operand<TFloat32>> logits = new ArrayList<>();
    final List<Operand<TFloat32>> probabilities = new ArrayList<>();
    for (int i = 0; i < context.views().size(); i++) {
      final TrainingInputs.Labeled labeled = context.inputs().labeled().get(i);
      final Operand<TFloat32> output =
          context
              .views()
              .get(i)
              .logits(tf.withSubScope("x" + (i + 1)), labeled.x(), context.mode());
      logits.add(output);
      probabilities.add(tf.math.sigmoid(output));
    }
    for (int i = 0; i < logits.size(); i++) {
      terms.add(
          "bce" + (i + 1),
          weight,
          losses.crossEntropy(logits.get(i), context.inputs().labeled().get(i).y()));
    }
    for (int i = 0; i < logits.size(); i++) {
      terms.add(
          "dice" + (i + 1),
          weight,
          losses.dice(probabilities.get(i), context.inputs().labeled().get(i).y()));
    }
    return new SupervisedTerms(logits, probabilities);
  }
}
