package sc.fiji.duosegnet.imagej;

import java.awt.Rectangle;
import java.util.SortedSet;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/**
 * What lies in a rectangle of labels. All labeled planes stay labeled ones, also where nothing of
 * their objects is inside.
 *
 * @param whole the labels
 * @param bounds the rectangle in pixels, inside the labels
 */
public record CroppedLabels(PlaneLabels whole, Rectangle bounds) implements PlaneLabels {

  public CroppedLabels {
    bounds = new Rectangle(bounds);
  }

  @Override
  public SortedSet<Integer> planes() {
    return whole.planes();
  }

  @Override
  public SortedSet<Integer> proposed() {
    return whole.proposed();
  }

  @Override
  public Rectangle bounds() {
    return new Rectangle(bounds);
  }

  @Override
  public RandomAccessibleInterval<? extends RealType<?>> mask(int plane) {
    return crop(whole.mask(plane));
  }

  private <T extends RealType<T>> RandomAccessibleInterval<T> crop(
      RandomAccessibleInterval<? extends RealType<?>> mask) {
    @SuppressWarnings("unchecked") // RealType is always of itself
    final RandomAccessibleInterval<T> typed = (RandomAccessibleInterval<T>) mask;
    return Views.offsetInterval(
        typed, new long[] {bounds.x, bounds.y}, new long[] {bounds.width, bounds.height});
  }
}
