package sc.fiji.duosegnet.metrics;

import java.util.stream.DoubleStream;

/**
 * Mean and standard deviation of a measure over images.
 *
 * @param mean arithmetic mean; NaN of no value
 * @param standardDeviation standard deviation of the sample (division by count - 1); NaN of fewer
 *     than 2 values
 * @param count number of values in both
 * @param leftOut number of values that were NaN, undefined, and are in neither
 */
public record Spread(double mean, double standardDeviation, int count, int leftOut) {

  /** Takes the values of all images; NaN where the measure is undefined. */
  public static Spread of(double... values) {
    final double[] defined =
        DoubleStream.of(values).filter(value -> !Double.isNaN(value)).toArray();
    final int count = defined.length;
    final double mean = DoubleStream.of(defined).average().orElse(Double.NaN);
    final double squares =
        DoubleStream.of(defined).map(value -> (value - mean) * (value - mean)).sum();
    final double deviation = count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    return new Spread(mean, deviation, count, values.length - count);
  }
}
