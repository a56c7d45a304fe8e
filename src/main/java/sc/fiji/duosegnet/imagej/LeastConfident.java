package sc.fiji.duosegnet.imagej;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Keeps the planes of the lowest mean confidence among all that it is shown, with their masks, and
 * no more than these: the stack may be larger than memory.
 */
public final class LeastConfident {

  private static final Comparator<Plane> ORDER =
      Comparator.comparingDouble(Plane::confidence).thenComparingInt(Plane::number);

  private final int count;
  private final PriorityQueue<Plane> kept = new PriorityQueue<>(ORDER.reversed());

  /**
   * A plane that was kept.
   *
   * @param number its number in the stack, from 0
   * @param confidence its mean confidence, 0..1
   * @param mask its mask, axes x, y: 0 is background
   */
  public record Plane(
      int number, double confidence, RandomAccessibleInterval<? extends RealType<?>> mask) {}

  /**
   * @param count how many planes are kept, at least 1
   */
  public LeastConfident(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Input 'count' is " + count + "; give the number of slices to annotate, 1 or more.");
    }
    this.count = count;
  }

  /**
   * Shows a plane.
   *
   * @param number its number in the stack, from 0
   * @param confidence its mean confidence
   * @param mask its mask, asked for only if the plane is kept for now
   */
  public void add(
      int number,
      double confidence,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> mask) {
    final Plane plane = new Plane(number, confidence, null);
    if (kept.size() == count) {
      if (ORDER.compare(plane, kept.peek()) >= 0) {
        return;
      }
      kept.remove();
    }
    kept.add(new Plane(number, confidence, mask.get()));
  }

  /** Returns the planes that are kept, in stack order. */
  public List<Plane> byNumber() {
    return kept.stream().sorted(Comparator.comparingInt(Plane::number)).toList();
  }
}
