package sc.fiji.duosegnet.comparison;

import java.util.Collection;

/**
 * Mean and spread of some values.
 *
 * @param mean arithmetic mean; NaN of no values
 * @param deviation sample standard deviation, with n - 1 in the denominator; NaN of less than two
 *     values
 */
public record Spread(double mean, double deviation) {

  static Spread of(Collection<Double> values) {
    final int count = values.size();
    double sum = 0;
    for (final double value : values) {
      sum += value;
    }
    final double mean = sum / count;
    double squares = 0;
    for (final double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Spread(mean, count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1)));
  }
}
