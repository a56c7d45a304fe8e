package sc.fiji.duosegnet.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import sc.fiji.duosegnet.model.Precision;

/**
 * How a {@link Segmenter} works. None of it but the precision changes the results by more than
 * rounding.
 *
 * @param tileSize width and height of tiles in pixels; 0 for the model's own
 * @param precision precision of the arithmetic; what the device can't do is said and left aside
 * @param threads threads to use; 0 means all processors
 * @param critic whether the critic's map is wanted, if the model has one; without it less is
 *     computed, and tiles overlap less
 */
public record SegmenterOptions(int tileSize, Precision precision, int threads, boolean critic) {

  /**
   * Reads options from inputs; without the critic's map.
   *
   * @param precision name of a precision, upper and lower case alike; blank for single precision
   * @throws IllegalArgumentException in one sentence, if there is no such precision
   */
  public static SegmenterOptions of(int tileSize, String precision, int threads) {
    final String name = precision == null ? "" : precision.trim().toUpperCase(Locale.ROOT);
    if (name.isEmpty()) {
      return new SegmenterOptions(tileSize, Precision.FLOAT32, threads, false);
    }
    return Arrays.stream(Precision.values())
        .filter(known -> known.name().equals(name))
        .map(known -> new SegmenterOptions(tileSize, known, threads, false))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Input 'precision' is '"
                        + precision
                        + "'; give one of: "
                        + Arrays.stream(Precision.values())
                            .map(Precision::name)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** Returns these options with or without the critic's map. */
  public SegmenterOptions critic(boolean wanted) {
    return new SegmenterOptions(tileSize, precision, threads, wanted);
  }
}
