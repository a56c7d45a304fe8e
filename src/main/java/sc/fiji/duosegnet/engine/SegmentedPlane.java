package sc.fiji.duosegnet.engine;

import sc.fiji.duosegnet.model.ModelDescription;

/**
 * What a model says of one plane, or of some of its rows. The arrays are in row-major order and
 * belong to the caller, {@code critic} where it is not null included.
 *
 * @param width columns
 * @param height rows
 * @param view1 foreground probability of view 1, 0..1
 * @param view2 foreground probability of view 2, 0..1
 * @param confidence how sure the views are of the mask, 0..1, from certainty and agreement
 * @param critic the critic's map, 0..1; null for models without one
 */
public record SegmentedPlane(
    int width, int height, float[] view1, float[] view2, float[] confidence, float[] critic) {

  /** Returns one of zeros. */
  static SegmentedPlane empty(int width, int height, boolean critic) {
    final int size = Math.multiplyExact(width, height);
    return new SegmentedPlane(
        width,
        height,
        new float[size],
        new float[size],
        new float[size],
        critic ? new float[size] : null);
  }

  /** Returns some rows, copied unless they are all. */
  SegmentedPlane rows(int from, int count) {
    if (count == height) {
      return this;
    }
    final SegmentedPlane rows = empty(width, count, critic != null);
    copyTo(from, count, rows, 0);
    return rows;
  }

  /**
   * Copies rows.
   *
   * @param from first of them
   * @param count how many
   * @param target of the same width
   * @param to the target's first row
   */
  void copyTo(int from, int count, SegmentedPlane target, int to) {
    copy(view1, from, count, target.view1, to);
    copy(view2, from, count, target.view2, to);
    copy(confidence, from, count, target.confidence, to);
    if (critic != null) {
      copy(critic, from, count, target.critic, to);
    }
  }

  private void copy(float[] values, int from, int count, float[] target, int to) {
    System.arraycopy(values, from * width, target, to * width, count * width);
  }

  /** Returns the mean of the two views' probabilities, in a new array. */
  public float[] probability() {
    return new Prediction(view1, view2, confidence, critic).probability();
  }

  /** Returns the agreement of the views, 1 - |F1 - F2| at each pixel, in a new array. */
  public float[] agreement() {
    final float[] agreement = new float[view1.length];
    for (int i = 0; i < agreement.length; i++) {
      agreement[i] = 1 - Math.abs(view1[i] - view2[i]);
    }
    return agreement;
  }

  /** Returns the mask, 255 where the mean probability is above one half and 0 elsewhere. */
  public byte[] mask() {
    final byte[] mask = new byte[view1.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = 0.5f * (view1[i] + view2[i]) > ModelDescription.THRESHOLD ? (byte) 255 : 0;
    }
    return mask;
  }
}
