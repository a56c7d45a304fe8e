package sc.fiji.duosegnet.data;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Runs of foreground pixels along the rows and columns of masks.
 *
 * @param lengths sum of their lengths
 * @param squares sum of the squares of their lengths
 */
record Chords(double lengths, double squares) {

  /** No runs. */
  static final Chords NONE = new Chords(0, 0);

  /**
   * Mean chord of a disk of diameter 1, of chords weighted by their length: the integral of c^2
   * over that of c is (2/3) / (pi/4).
   */
  private static final double WEIGHTED_CHORD = 8 / (3 * Math.PI);

  /** Returns those of one mask. */
  static Chords of(RandomAccessibleInterval<? extends RealType<?>> mask) {
    double lengths = 0;
    double squares = 0;
    for (int along = 0; along < 2; along++) {
      final int across = 1 - along;
      final RandomAccess<? extends RealType<?>> access = mask.randomAccess();
      for (long line = mask.min(across); line <= mask.max(across); line++) {
        access.setPosition(line, across);
        double run = 0;
        for (long place = mask.min(along); place <= mask.max(along); place++) {
          access.setPosition(place, along);
          if (access.get().getRealDouble() != 0) {
            run++;
          } else {
            lengths += run;
            squares += run * run;
            run = 0;
          }
        }
        lengths += run;
        squares += run * run;
      }
    }
    return new Chords(lengths, squares);
  }

  /** Returns these and others. */
  Chords and(Chords others) {
    return new Chords(lengths + others.lengths, squares + others.squares);
  }

  /** Returns the diameter in pixels that disks with such chords have; 0 if there are none. */
  double diameter() {
    return lengths == 0 ? 0 : squares / lengths / WEIGHTED_CHORD;
  }

  /** Returns the number of foreground pixels; each is in a row and in a column. */
  double area() {
    return lengths / 2;
  }
}
