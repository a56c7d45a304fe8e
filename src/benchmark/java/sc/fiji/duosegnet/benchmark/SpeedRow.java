package sc.fiji.duosegnet.benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * Result of one case.
 *
 * @param speedCase what was timed
 * @param variant appended to the case's name in the table; empty for the plain comparison
 * @param ours seconds of this project's side, in the order measured
 * @param peer seconds of PyTorch's side, each taken right after its fellow in {@code ours}
 */
record SpeedRow(SpeedCase speedCase, String variant, double[] ours, double[] peer) {

  /** First line of the table. */
  static final String HEADER = "case,precision,width,patch,batch,ours_s,djl_s,ratio,commit";

  /** Returns the median of the ratios ours / peer within the pairs. */
  double ratio() {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours[i] / peer[i];
    }
    return median(ratios);
  }

  /** Returns the middle value, or the mean of the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
  }

  /** Returns a line under {@link #HEADER}. */
  String csv(String commit) {
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%d,%d,%.4f,%.4f,%.3f,%s",
        speedCase.label() + variant,
        speedCase.precision().name().toLowerCase(Locale.ROOT),
        speedCase.network().width(),
        speedCase.patch(),
        speedCase.batch(),
        median(ours),
        median(peer),
        ratio(),
        commit);
  }

  /** Returns a line for people, with the ranges beside the medians. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%-36s ours %.4f s (%.4f..%.4f)  PyTorch %.4f s (%.4f..%.4f)  ratio %.3f",
        speedCase.name() + variant,
        median(ours),
        Arrays.stream(ours).min().orElse(Double.NaN),
        Arrays.stream(ours).max().orElse(Double.NaN),
        median(peer),
        Arrays.stream(peer).min().orElse(Double.NaN),
        Arrays.stream(peer).max().orElse(Double.NaN),
        ratio());
  }
}
