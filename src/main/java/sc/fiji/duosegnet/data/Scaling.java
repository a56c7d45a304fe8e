package sc.fiji.duosegnet.data;

import java.io.Serializable;

/**
 * A map of intensities: limited to a range, then {@code (value - center) * factor}.
 *
 * @param low intensities below become this one
 * @param high intensities above become this one
 * @param center intensity that becomes 0
 * @param factor 1 over the intensity range that becomes 1; 0 for a constant image
 */
public record Scaling(float low, float high, float center, float factor) implements Serializable {

  /** Leaves finite intensities as they are. */
  public static final Scaling NONE =
      new Scaling(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0, 1);

  /**
   * Maps one intensity. A value that is no finite number becomes 0, the image's mean, so that it
   * can't spread through the networks.
   */
  public float apply(float value) {
    return Float.isFinite(value) ? (Math.min(high, Math.max(low, value)) - center) * factor : 0;
  }
}
