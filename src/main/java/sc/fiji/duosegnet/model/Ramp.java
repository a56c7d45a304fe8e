package sc.fiji.duosegnet.model;

/**
 * When in a run a term of the loss sets in, and how long it takes to its full weight. Both are
 * fractions of the run and not numbers of iterations: a ramp taken from a long run would leave the
 * term switched off in a short one.
 *
 * @param start fraction of the run, 0..0.99, before which the term is off
 * @param length fraction of the run, 0..1, over which it then rises linearly to its full weight
 */
public record Ramp(double start, double length) {

  /** The full weight from the first iteration on. */
  public static final Ramp NONE = new Ramp(0, 0);

  private static final double MOST = 0.99;

  public Ramp {
    Check.within("ramp.start", start, 0, MOST);
    Check.within("ramp.length", length, 0, 1);
  }

  /**
   * @param progress finished part of the run, 0..1
   * @return part of the full weight, 0..1
   */
  public double factor(final double progress) {
    if (progress < start) {
      return 0;
    }
    return length <= 0 ? 1 : Math.min(1, (progress - start) / length);
  }
}
