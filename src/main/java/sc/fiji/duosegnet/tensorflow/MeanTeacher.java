package sc.fiji.duosegnet.tensorflow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.MeanTeacherSettings;

/**
 * Mean Teacher (Tarvainen and Valpola 2017): mean of (F(U) - T(U + n))^2 over pixels, with T the
 * moving average of F, which gets no gradient, and n clipped Gaussian noise. Each view has a
 * teacher of its own.
 */
final class MeanTeacher implements TrainingMethod {

  @Override
  public void build(Context context, SupervisedTerms supervised, LossTerms terms) {
    final MeanTeacherSettings settings = context.settings().consistency().meanTeacher();
    final Ops tf = context.tf();
    final RandomNumbers random = new RandomNumbers(tf, context.inputs().seed());
    final Operand<TFloat32> u = context.inputs().u();
    final Map<String, Operand<TFloat32>> consistency = new LinkedHashMap<>();
    for (int i = 0; i < context.views().size(); i++) {
      final Operand<TFloat32> noise =
          tf.clipByValue(
              tf.math.mul(random.normal(i, u.shape()), tf.constant((float) settings.noise())),
              tf.constant((float) -settings.noiseLimit()),
              tf.constant((float) settings.noiseLimit()));
      final Operand<TFloat32> student =
          tf.math.sigmoid(
              context.views().get(i).logits(tf.withSubScope("u" + i), u, context.mode()));
      final Operand<TFloat32> teacher =
          tf.math.sigmoid(
              context
                  .teachers()
                  .get(i)
                  .logits(tf.withSubScope("t" + i), tf.math.add(u, noise), context.teaching()));
      consistency.put(
          "consistency" + (i + 1), new Losses(tf).meanSquare(student, tf.stopGradient(teacher)));
    }
    terms.add(progress -> settings.weight() * settings.ramp().factor(progress), consistency);
  }

  @Override
  public double start(sc.fiji.duosegnet.model.TrainingSettings settings) {
    return settings.consistency().meanTeacher().ramp().start();
  }
}
