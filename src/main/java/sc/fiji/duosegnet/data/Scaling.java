package sc.fiji.duosegnet.data;

/**
 * A linear map of intensities: {@code (value - offset) * factor}.
 *
 * @param offset intensity that becomes 0
 * @param factor 1 over the intensity range that becomes 1; 0 for a constant image
 */
public record Scaling(float offset, float factor) {

  /**
   * Maps one intensity. A value that is no finite number becomes 0, the image's dark end, so that
   * it can't spread through the networks.
   */
  public float apply(float value) {
    return Float.isFinite(value) ? (value - offset) * factor : 0;
  }
}
