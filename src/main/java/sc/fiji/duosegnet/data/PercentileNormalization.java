package sc.fiji.duosegnet.data;

/**
 * Brings intensities to a common scale: the low percentile of an image becomes 0, the high one 1.
 * Both are taken over all channels of one plane, so colors keep their ratio. Values outside are not
 * clipped. The same rule is used in training and in segmentation and is stored in the model.
 *
 * @param low lower percentile, 0..100
 * @param high upper percentile, above {@code low}, at most 100
 */
public record PercentileNormalization(double low, double high) {

  /** The percentiles used unless told otherwise. */
  public static final PercentileNormalization DEFAULT = new PercentileNormalization(1, 99.8);

  public PercentileNormalization {
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
