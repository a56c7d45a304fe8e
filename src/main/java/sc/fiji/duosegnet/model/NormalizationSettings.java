package sc.fiji.duosegnet.model;

/**
 * Percentiles of an image between which its intensities are brought to a common scale.
 *
 * @param low lower percentile, 0..100
 * @param high upper percentile, above {@code low}, at most 100
 */
public record NormalizationSettings(double low, double high) {

  /** The percentiles used unless told otherwise. */
  public static final NormalizationSettings DEFAULT = new NormalizationSettings(1, 99.8);

  public NormalizationSettings {
    if (!(low >= 0 && low < high && high <= 100)) {
      throw new IllegalArgumentException(
          "Normalization percentiles are "
              + low
              + " and "
              + high
              + "; give two numbers from 0 to 100, the lower one first.");
    }
  }
}
