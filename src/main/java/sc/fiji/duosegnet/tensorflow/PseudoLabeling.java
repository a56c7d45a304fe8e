package sc.fiji.duosegnet.tensorflow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.PseudoLabelSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Pseudo-labeling (Lee 2013): cross-entropy of F(U) against its own mask, mean over the pixels
 * whose class has at least the threshold's probability.
 */
final class PseudoLabeling implements TrainingMethod {

  @Override
  public void build(Context context, SupervisedTerms supervised, LossTerms terms) {
    final PseudoLabelSettings settings = context.settings().consistency().pseudoLabeling();
    final Ops tf = context.tf();
    final Losses losses = new Losses(tf);
    final Map<String, Operand<TFloat32>> group = new LinkedHashMap<>();
    for (int i = 0; i < context.views().size(); i++) {
      final Operand<TFloat32> logits =
          context
              .views()
              .get(i)
              .logits(tf.withSubScope("u" + i), context.inputs().u(), context.mode());
      final PseudoMask mask = PseudoMask.of(tf, tf.math.sigmoid(logits), settings.threshold());
      group.put("pseudo" + (i + 1), losses.crossEntropy(logits, mask.target(), mask.confident()));
    }
    terms.add(progress -> settings.weight() * settings.ramp().factor(progress), group);
  }

  @Override
  public double start(TrainingSettings settings) {
    return settings.consistency().pseudoLabeling().ramp().start();
  }
}
