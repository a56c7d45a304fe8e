package sc.fiji.duosegnet.tensorflow;

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
}
