package sc.fiji.duosegnet.metrics;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * Counts of right and wrong pixels of a two-class segmentation, of one image or pooled over many.
 * Where a measure would be 0/0 it is 1 if prediction and truth are both empty and 0 otherwise. Not
 * thread-safe.
 */
public final class Confusion {

  private long tp;
  private long fp;
  private long fn;
  private long tn;

  /** No pixels yet. */
  public Confusion() {}

  /**
   * @param tp foreground found
   * @param fp background taken for foreground
   * @param fn foreground missed
   * @param tn background left alone
   */
  public Confusion(long tp, long fp, long fn, long tn) {
    this.tp = tp;
    this.fp = fp;
    this.fn = fn;
    this.tn = tn;
  }

  /**
   * Counts one image given as probabilities.
   *
   * @param probability foreground probabilities, 0..1
   * @param truth mask in the same order; anything but 0 is foreground
   * @param threshold probabilities above it are foreground
   */
  public static Confusion of(float[] probability, float[] truth, double threshold) {
    final Confusion counts = new Confusion();
    counts.add(probability, truth, threshold);
    return counts;
  }

  /**
   * Counts one image given as probabilities.
   *
   * @param probability foreground probabilities, 0..1, row after row
   * @param mask mask with the axes x, y; anything but 0 is foreground
   * @param threshold probabilities above it are foreground
   */
  public static Confusion of(
      float[] probability, RandomAccessibleInterval<? extends RealType<?>> mask, double threshold) {
    final Confusion counts = new Confusion();
    checkSizes(probability.length, Intervals.numElements(mask));
    final Cursor<? extends RealType<?>> truth = Views.flatIterable(mask).cursor();
    for (final float value : probability) {
      counts.count(value > threshold, truth.next().getRealDouble() != 0);
    }
    return counts;
  }

  /** Adds an image given as probabilities; foreground is above the threshold. */
  public void add(float[] probability, float[] truth, double threshold) {
    checkSizes(probability.length, truth.length);
    for (int i = 0; i < probability.length; i++) {
      count(probability[i] > threshold, truth[i] != 0);
    }
  }

  /** Adds an image given as mask; anything but 0 is foreground. */
  public void add(byte[] predicted, byte[] truth) {
    checkSizes(predicted.length, truth.length);
    for (int i = 0; i < predicted.length; i++) {
      count(predicted[i] != 0, truth[i] != 0);
    }
  }

  /** Returns the counts of both. */
  public Confusion plus(Confusion other) {
    return new Confusion(tp + other.tp, fp + other.fp, fn + other.fn, tn + other.tn);
  }

  /** Returns the number of foreground pixels found. */
  public long tp() {
    return tp;
  }

  /** Returns the number of background pixels taken for foreground. */
  public long fp() {
    return fp;
  }

  /** Returns the number of foreground pixels missed. */
  public long fn() {
    return fn;
  }

  /** Returns the number of background pixels left alone. */
  public long tn() {
    return tn;
  }

  /** Returns {@code 2tp / (2tp + fp + fn)}, 0..1. */
  public double dice() {
    return ratio(2 * tp, 2 * tp + fp + fn);
  }

  /** Returns {@code tp / (tp + fp + fn)}, 0..1. */
  public double jaccard() {
    return ratio(tp, tp + fp + fn);
  }

  /** Returns {@code tp / (tp + fp)}, 0..1. */
  public double precision() {
    return ratio(tp, tp + fp);
  }

  /** Returns {@code tp / (tp + fn)}, 0..1. */
  public double recall() {
    return ratio(tp, tp + fn);
  }

  /** Returns the percentage of wrong pixels, 0..100; 0 of no pixels. */
  public double maePercent() {
    final long all = tp + fp + fn + tn;
    return all == 0 ? 0 : 100.0 * (fp + fn) / all;
  }

  private void count(boolean predicted, boolean truth) {
    if (predicted) {
      if (truth) {
        tp++;
      } else {
        fp++;
      }
    } else if (truth) {
      fn++;
    } else {
      tn++;
    }
  }

  private double ratio(long part, long whole) {
    if (whole == 0) {
      return tp + fp + fn == 0 ? 1 : 0;
    }
    return (double) part / whole;
  }

  private static void checkSizes(long predicted, long truth) {
    if (predicted != truth) {
      throw new IllegalArgumentException(
          "The segmentation has "
              + predicted
              + " pixels, the true mask "
              + truth
              + "; give two of one size.");
    }
  }

  @Override
  public String toString() {
    return "tp " + tp + ", fp " + fp + ", fn " + fn + ", tn " + tn;
  }
}
