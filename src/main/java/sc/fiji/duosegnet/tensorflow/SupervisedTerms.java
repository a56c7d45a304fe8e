package sc.fiji.duosegnet.tensorflow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The supervised loss of both views, sum over i of 0.5 bce(Fi(Xi), Yi) + 0.5 Dice(Fi(Xi), Yi)
 * (Peiris et al. 2021, Eq. 3 and 4), which every method has.
 */
final class SupervisedTerms {

  /** Probabilities of view 1 on its labeled images. */
  final Operand<TFloat32> probability1;

  /** Probabilities of view 2 on its labeled images. */
  final Operand<TFloat32> probability2;

  /** The sum of all terms. */
  final Operand<TFloat32> total;

  /** The terms by name, each before its factor of one half. */
  final Map<String, Operand<TFloat32>> terms = new LinkedHashMap<>();

  SupervisedTerms(TrainingMethod.Context context) {
    final Ops tf = context.tf();
    final Losses losses = new Losses(tf);
    final TrainingInputs inputs = context.inputs();
    final Operand<TFloat32> logits1 =
        context.view1().logits(tf.withSubScope("x1"), inputs.x1(), context.mode());
    final Operand<TFloat32> logits2 =
        context.view2().logits(tf.withSubScope("x2"), inputs.x2(), context.mode());
    probability1 = tf.math.sigmoid(logits1);
    probability2 = tf.math.sigmoid(logits2);
    terms.put("bce1", losses.crossEntropy(logits1, inputs.y1()));
    terms.put("bce2", losses.crossEntropy(logits2, inputs.y2()));
    terms.put("dice1", losses.dice(probability1, inputs.y1()));
    terms.put("dice2", losses.dice(probability2, inputs.y2()));
    Operand<TFloat32> sum = null;
    for (final Operand<TFloat32> term : terms.values()) {
      sum = sum == null ? term : tf.math.add(sum, term);
    }
    total = tf.math.mul(sum, tf.constant(0.5f));
  }
}
