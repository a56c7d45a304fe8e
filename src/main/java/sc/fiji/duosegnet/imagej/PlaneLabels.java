package sc.fiji.duosegnet.imagej;

import java.util.Collections;
import java.util.SortedSet;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** The labels that somebody has made for some planes of a stack. */
public interface PlaneLabels {

  /** Returns the numbers, from 0, of the planes that are labeled, also of those without objects. */
  SortedSet<Integer> planes();

  /**
   * Returns the numbers, from 0, of the labeled planes on which a model has proposed objects,
   * whether or not somebody has corrected them.
   */
  default SortedSet<Integer> proposed() {
    return Collections.emptySortedSet();
  }

  /**
   * @param plane number of a labeled plane, from 0
   * @return its mask (x, y): 0 is background, anything else foreground
   */
  RandomAccessibleInterval<? extends RealType<?>> mask(int plane);
}
