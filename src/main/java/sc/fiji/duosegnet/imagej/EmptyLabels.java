package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.util.Collections;
import java.util.SortedSet;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;

/**
 * Labels of planes that hold no objects.
 *
 * @param image gives the size
 * @param planes numbers of the planes, from 0
 */
record EmptyLabels(ImagePlus image, SortedSet<Integer> planes) implements PlaneLabels {

  EmptyLabels {
    planes = Collections.unmodifiableSortedSet(planes);
  }

  @Override
  public RandomAccessibleInterval<? extends RealType<?>> mask(int plane) {
    return ArrayImgs.unsignedBytes(image.getWidth(), image.getHeight());
  }
}
