package sc.fiji.duosegnet.imagej;

import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.List;

/**
 * The largest part of a stack's foreground in space: objects of neighboring slices belong to one
 * part where a pixel of one lies on a pixel of the other, and a part is as large as all pixels of
 * its objects. Where a stack shows one organ, what else was found is mostly wrong.
 */
public final class LargestPart {

  /**
   * For each object of all planes, one after the other, another of its part; itself at the root.
   */
  private final int[] parents;

  /** Number of objects before those of a plane. */
  private final int[] offsets;

  private LargestPart(List<ObjectFinder.Found> planes) {
    offsets = new int[planes.size() + 1];
    for (int plane = 0; plane < planes.size(); plane++) {
      offsets[plane + 1] = offsets[plane] + planes.get(plane).objects().size();
    }
    parents = new int[offsets[planes.size()]];
    for (int object = 0; object < parents.length; object++) {
      parents[object] = object;
    }
    for (int plane = 1; plane < planes.size(); plane++) {
      final ImageProcessor above = planes.get(plane - 1).labels();
      final ImageProcessor below = planes.get(plane).labels();
      for (int i = 0; i < below.getPixelCount(); i++) {
        if (above.get(i) > 0 && below.get(i) > 0) {
          join(offsets[plane - 1] + above.get(i) - 1, offsets[plane] + below.get(i) - 1);
        }
      }
    }
  }

  /**
   * Leaves the objects of the largest part, on each plane numbered from 1 on in the order of
   * before.
   *
   * @param planes the planes of one stack of slices, in their order; not changed
   * @return as many planes; of parts of the same size the one that begins first
   */
  public static List<ObjectFinder.Found> of(List<ObjectFinder.Found> planes) {
    final LargestPart parts = new LargestPart(planes);
    final int largest = parts.largest(planes);
    final List<ObjectFinder.Found> kept = new ArrayList<>();
    for (int plane = 0; plane < planes.size(); plane++) {
      kept.add(parts.kept(planes.get(plane), parts.offsets[plane], largest));
    }
    return kept;
  }

  private int largest(List<ObjectFinder.Found> planes) {
    final long[] pixels = new long[parents.length];
    int object = 0;
    for (final ObjectFinder.Found plane : planes) {
      for (final FoundObject found : plane.objects()) {
        pixels[root(object)] += found.pixels();
        object++;
      }
    }
    int largest = 0;
    for (int root = 1; root < pixels.length; root++) {
      largest = pixels[root] > pixels[largest] ? root : largest;
    }
    return largest;
  }

  private ObjectFinder.Found kept(ObjectFinder.Found plane, int offset, int largest) {
    final int[] numbers = new int[plane.objects().size() + 1];
    final List<FoundObject> objects = new ArrayList<>();
    for (final FoundObject object : plane.objects()) {
      if (root(offset + object.number() - 1) == largest) {
        numbers[object.number()] = objects.size() + 1;
        objects.add(object.renumbered(objects.size() + 1));
      }
    }
    final ImageProcessor labels = plane.labels().duplicate();
    for (int i = 0; i < labels.getPixelCount(); i++) {
      labels.set(i, numbers[labels.get(i)]);
    }
    return new ObjectFinder.Found(labels, objects);
  }

  /** The root of a part is its first object. */
  private void join(int one, int other) {
    final int first = root(one);
    final int second = root(other);
    parents[Math.max(first, second)] = Math.min(first, second);
  }

  private int root(int object) {
    int at = object;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]]; // so that the next way is shorter
      at = parents[at];
    }
    return at;
  }
}
