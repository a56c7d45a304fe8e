package sc.fiji.duosegnet.engine;

/**
 * Outputs of the networks, each in the order image, row, column. The arrays, {@code critic} where
 * it is not null included, belong to the caller.
 *
 * @param view1 foreground probability of view 1, 0..1
 * @param view2 foreground probability of view 2, 0..1
 * @param confidence how sure the views are of the mask, 0..1, from certainty and agreement
 * @param critic mean over the views of the critic's {@code sigmoid(psi(F))}, 0..1; null for methods
 *     without a critic
 */
public record Prediction(float[] view1, float[] view2, float[] confidence, float[] critic) {

  /** Returns the mean of the two views' probabilities, in a new array. */
  public float[] probability() {
    final float[] mean = new float[view1.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = 0.5f * (view1[i] + view2[i]);
    }
    return mean;
  }
}
