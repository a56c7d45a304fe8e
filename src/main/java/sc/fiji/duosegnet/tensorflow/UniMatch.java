package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.StrongViewSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * UniMatch (Yang et al. 2023, Eq. 6): each network's confident mask of the weakly augmented images
 * teaches it on two strongly augmented copies and on the weak one with channels of its encoder's
 * features dropped. Their weights are 1/4, 1/4 and 1/2 of the term's; the paper's common factor of
 * one half, on supervision as well, is left to the learning rate.
 */
final class UniMatch implements TrainingMethod {

  private static final float QUARTER = 0.25f;
  private static final float HALF = 0.5f;

  @Override
  public void build(Context context, SupervisedTerms supervised, LossTerms terms) {
    final StrongViewSettings settings = context.settings().consistency().uniMatch();
    final Ops tf = context.tf();
    final Losses losses = new Losses(tf);
    final Map<String, Operand<TFloat32>> quarter = new LinkedHashMap<>();
    final Map<String, Operand<TFloat32>> half = new LinkedHashMap<>();
    for (int i = 0; i < context.views().size(); i++) {
      final UNet view = context.views().get(i);
      final Ops scope = tf.withSubScope("u" + (i + 1));
      final List<Operand<TFloat32>> features =
          view.features(scope, context.inputs().u(), context.mode());
      final PseudoMask mask =
          PseudoMask.of(
              tf, tf.math.sigmoid(view.decode(scope, features, context.mode())), settings);
      for (int s = 0; s < context.inputs().strong().size(); s++) {
        final TrainingInputs.Strong strong = context.inputs().strong().get(s);
        quarter.put(
            "strong" + (s + 1) + "_" + (i + 1),
            losses.confident(
                view.logits(scope, strong.images(), context.untracked()),
                mask.mixed(tf, strong.boxes()),
                settings.dice(),
                settings.diceSmoothing()));
      }
      final RandomNumbers random = new RandomNumbers(tf, context.inputs().seed());
      half.put(
          "features_" + (i + 1),
          losses.confident(
              view.decode(
                  scope,
                  dropped(tf, random, i, features, settings.featureDropout()),
                  context.untracked()),
              mask,
              settings.dice(),
              settings.diceSmoothing()));
    }
    terms.add(progress -> QUARTER * weight(settings, progress), quarter);
    terms.add(progress -> HALF * weight(settings, progress), half);
  }

  private static double weight(StrongViewSettings settings, double progress) {
    return settings.weight() * settings.ramp().factor(progress);
  }

  /** Drops whole channels, of each image others, and makes up for it by scaling the rest. */
  private static List<Operand<TFloat32>> dropped(
      Ops tf,
      RandomNumbers random,
      int view,
      List<Operand<TFloat32>> features,
      double probability) {
    final List<Operand<TFloat32>> dropped = new ArrayList<>();
    for (int level = 0; level < features.size(); level++) {
      final Operand<TFloat32> x = features.get(level);
      final Operand<TFloat32> kept =
          tf.dtypes.cast(
              tf.math.greaterEqual(
                  random.uniform(
                      view * features.size() + level,
                      Shape.of(x.shape().get(0), 1, 1, x.shape().get(3))),
                  tf.constant((float) probability)),
              TFloat32.class);
      dropped.add(tf.math.mul(x, tf.math.mul(kept, tf.constant((float) (1 / (1 - probability))))));
    }
    return dropped;
  }

  @Override
  public double start(TrainingSettings settings) {
    return settings.consistency().uniMatch().ramp().start();
  }
}
