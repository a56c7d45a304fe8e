package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * What a training's images are like.
 *
 * @param channels the most channels that an image has
 * @param labeled number of labeled images
 * @param side median of the labeled images' shorter sides in pixels
 * @param objectDiameter typical diameter of objects in pixels, from the lengths of rows and columns
 *     through them; 0 if all masks are empty
 * @param objectsPerImage mean foreground area of a labeled image in areas of a typical object
 */
public record ImageSurvey(
    int channels, int labeled, int side, double objectDiameter, double objectsPerImage) {

  /**
   * Mean chord of a disk of diameter 1, of chords weighted by their length: the integral of c^2
   * over that of c is (2/3) / (pi/4).
   */
  private static final double WEIGHTED_CHORD = 8 / (3 * Math.PI);

  /** Looking at more masks would take longer and tell little more. */
  private static final int MOST_MASKS = 100;

  /**
   * Opens all images, and evenly chosen masks.
   *
   * @throws CancellationException if canceled, which is asked before each image
   */
  public static ImageSurvey of(List<Sample> samples, BooleanSupplier canceled) {
    long channels = 1;
    final List<Sample> labeled = new ArrayList<>();
    final List<Long> sides = new ArrayList<>();
    for (final Sample sample : samples) {
      checkCanceled(canceled);
      final RandomAccessibleInterval<?> image = sample.image();
      channels = Math.max(channels, image.dimension(2));
      if (sample.labeled()) {
        labeled.add(sample);
        sides.add(Math.min(image.dimension(0), image.dimension(1)));
      }
    }
    final Chords chords = new Chords();
    final int looked = Math.min(MOST_MASKS, labeled.size());
    for (int i = 0; i < looked; i++) {
      checkCanceled(canceled);
      chords.add(labeled.get((int) ((long) i * labeled.size() / looked)).mask());
    }
    Collections.sort(sides);
    final double diameter = chords.diameter();
    return new ImageSurvey(
        Math.toIntExact(channels),
        labeled.size(),
        sides.isEmpty() ? 0 : Math.toIntExact(sides.get(sides.size() / 2)),
        diameter,
        diameter == 0 ? 0 : chords.area() / looked / (Math.PI / 4 * diameter * diameter));
  }

  private static void checkCanceled(BooleanSupplier canceled) {
    if (canceled.getAsBoolean()) {
      throw new CancellationException();
    }
  }

  /** Runs of foreground pixels along rows and columns. */
  private static final class Chords {

    private double lengths;
    private double squares;

    void add(RandomAccessibleInterval<? extends RealType<?>> mask) {
      for (int along = 0; along < 2; along++) {
        final int across = 1 - along;
        final RandomAccess<? extends RealType<?>> access = mask.randomAccess();
        for (long line = mask.min(across); line <= mask.max(across); line++) {
          access.setPosition(line, across);
          long run = 0;
          for (long place = mask.min(along); place <= mask.max(along); place++) {
            access.setPosition(place, along);
            if (access.get().getRealDouble() != 0) {
              run++;
            } else {
              end(run);
              run = 0;
            }
          }
          end(run);
        }
      }
    }

    private void end(long run) {
      lengths += run;
      squares += (double) run * run;
    }

    double diameter() {
      return lengths == 0 ? 0 : squares / lengths / WEIGHTED_CHORD;
    }

    /** Foreground pixels; each is in a row and in a column. */
    double area() {
      return lengths / 2;
    }
  }
}
