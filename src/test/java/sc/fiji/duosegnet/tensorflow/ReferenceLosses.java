package sc.fiji.duosegnet.tensorflow;

import java.util.Map;

/** The losses worked out in double precision with plain loops, independent of TensorFlow. */
final class ReferenceLosses {

  private ReferenceLosses() {}

  static double crossEntropy(float[] probability, float[] target) {
    double sum = 0;
    for (int i = 0; i < probability.length; i++) {
      sum += pixel(probability[i], target[i]);
    }
    return sum / probability.length;
  }

  static double weightedCrossEntropy(float[] probability, float[] target, double[] weightLogits) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < probability.length; i++) {
      final double weight = 1 / (1 + Math.exp(-weightLogits[i]));
      sum += weight * pixel(probability[i], target[i]);
      weights += weight;
    }
    return sum / weights;
  }

  private static double pixel(double p, double t) {
    return -(t * Math.log(p) + (1 - t) * Math.log(1 - p));
  }

  static double dice(float[] probability, float[] mask) {
    double both = 0;
    double drawn = 0;
    double generated = 0;
    for (int i = 0; i < probability.length; i++) {
      both += (double) probability[i] * mask[i];
      drawn += mask[i];
      generated += probability[i];
    }
    return 1 - (2 * both + 1e-5) / (drawn + generated + 1e-5);
  }

  /**
   * Mean of log(1 + exp(sign * logit)): the cross-entropy against 1 for sign -1, against 0 for 1.
   */
  static double meanSoftplus(double[] logits, int sign) {
    double sum = 0;
    for (final double logit : logits) {
      sum += Math.log1p(Math.exp(sign * logit));
    }
    return sum / logits.length;
  }

  static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /** Probabilities of logits, in single precision as the losses of maps above take them. */
  static float[] sigmoid(float[] logits) {
    final float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) sigmoid(logits[i]);
    }
    return probabilities;
  }

  /** log(1 + exp(x)), exact where exp(x) is tiny or huge. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Mean of KL(p || q) over two-class distributions given as logits. */
  static double divergence(float[] p, float[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += sigmoid(p[i]) * (softplus(-q[i]) - softplus(-p[i]));
      sum += sigmoid(-p[i]) * (softplus(q[i]) - softplus(p[i]));
    }
    return sum / p.length;
  }

  /**
   * Slopes of the mean cross-entropy against fixed targets, or of the mean divergence from them, by
   * the logits of all pixels.
   */
  static float[] slopes(float[] logits, float[] target) {
    final float[] slopes = new float[logits.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = (float) ((sigmoid(logits[i]) - target[i]) / slopes.length);
    }
    return slopes;
  }

  /** Mean of (KL(p || m) + KL(q || m)) / 2 with m the mean of the distributions. */
  static double jensenShannon(float[] p, float[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        final double a = sigmoid(sign * p[i]);
        final double b = sigmoid(sign * q[i]);
        sum += 0.5 * (a * Math.log(2 * a / (a + b)) + b * Math.log(2 * b / (a + b)));
      }
    }
    return sum / p.length;
  }

  /** 0.5 cross-entropy, summed over confident pixels and divided by all, + 0.5 Dice on those. */
  static double confident(float[] logits, ReferenceMask mask) {
    double entropy = 0;
    double both = 0;
    double drawn = 0;
    double generated = 0;
    for (int i = 0; i < logits.length; i++) {
      if (mask.confident()[i] == 1) {
        final double target = mask.target()[i];
        entropy += softplus(logits[i]) - target * logits[i];
        both += target * sigmoid(logits[i]);
        drawn += target;
        generated += sigmoid(logits[i]);
      }
    }
    final double dice = 1 - (2 * both + 1e-5) / (drawn + generated + 1e-5);
    return 0.5 * entropy / logits.length + 0.5 * dice;
  }

  /** Mean cross-entropy over the confident pixels. */
  static double confidentCrossEntropy(float[] logits, ReferenceMask mask) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < logits.length; i++) {
      if (mask.confident()[i] == 1) {
        sum += softplus(logits[i]) - mask.target()[i] * logits[i];
        count++;
      }
    }
    return sum / count;
  }

  static double meanSquare(float[] logits, float[] others) {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      final double difference = sigmoid(logits[i]) - sigmoid(others[i]);
      sum += difference * difference;
    }
    return sum / logits.length;
  }

  /** The supervised part of a total, from its terms: half of each. */
  static double supervised(Map<String, Double> terms) {
    double sum = 0;
    for (final Map.Entry<String, Double> term : terms.entrySet()) {
      if (term.getKey().startsWith("bce") || term.getKey().startsWith("dice")) {
        sum += 0.5 * term.getValue();
      }
    }
    return sum;
  }
}
