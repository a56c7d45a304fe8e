package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes images that look like a fluorescence micrograph of stained nuclei, together with their
 * exact masks. For demonstrations and tests: the same seed gives the same pixels on each machine.
 *
 * <p>What makes them hard to threshold: nuclei differ sevenfold in brightness, the background is
 * uneven, out-of-focus light is as bright as the dim nuclei, and small specks of debris are
 * brighter than any nucleus. None of that light counts as nucleus.
 */
public final class SyntheticNuclei {

  /**
   * An image and its mask, row after row.
   *
   * @param pixels 16-bit intensities, unsigned, as a camera with an offset gives them
   * @param mask 255 where a pixel's center lies in a nucleus, else 0
   * @param width columns
   * @param height rows
   */
  public record Field(short[] pixels, byte[] mask, int width, int height) {}

  private static final long STREAM = 21;

  /** Plane area per nucleus in square pixels. */
  private static final double AREA_PER_NUCLEUS = 1150;

  private static final double CAMERA_OFFSET = 200;
  private static final double READ_NOISE = 3;

  private final SplitMix random;
  private final int width;
  private final int height;
  private final double[] light;
  private final byte[] mask;

  private SyntheticNuclei(long seed, int width, int height) {
    this.random = new SplitMix(seed, STREAM);
    this.width = width;
    this.height = height;
    this.light = new double[width * height];
    this.mask = new byte[width * height];
  }

  /**
   * Makes one field of view.
   *
   * @param seed any number; each gives another field
   * @param width columns, 1 or more
   * @param height rows, 1 or more
   * @throws IllegalArgumentException if a size is less than 1
   */
  public static Field generate(long seed, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "Synthetic image size is " + width + "x" + height + "; give at least 1x1.");
    }
    final SyntheticNuclei field = new SyntheticNuclei(seed, width, height);
    field.addBackground();
    field.addHaze();
    field.addNuclei();
    field.addDebris();
    return new Field(field.expose(), field.mask, width, height);
  }

  /** A floor with a tilt and a bright spot of uneven illumination somewhere. */
  private void addBackground() {
    final double floor = random.between(0.08, 0.2);
    final double tiltX = random.between(-0.2, 0.2);
    final double tiltY = random.between(-0.2, 0.2);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        final double tilt = tiltX * (x + 0.5) / width + tiltY * (y + 0.5) / height;
        light[y * width + x] = floor + Math.abs(tiltX) + Math.abs(tiltY) + tilt;
      }
    }
    final double spread = random.between(0.3, 0.5) * Math.max(width, height);
    addSpot(random.between(0, width), random.between(0, height), spread, 0.3);
  }

  /** Nuclei above and below the focal plane: wide spots without an edge. */
  private void addHaze() {
    final int count = count(AREA_PER_NUCLEUS * 3);
    for (int i = 0; i < count; i++) {
      addSpot(
          random.between(0, width),
          random.between(0, height),
          random.between(9, 18),
          random.between(0.1, 0.4));
    }
  }

  /** Specks smaller than any nucleus, some very bright. */
  private void addDebris() {
    final int count = count(AREA_PER_NUCLEUS * 1.5);
    for (int i = 0; i < count; i++) {
      addSpot(
          random.between(0, width),
          random.between(0, height),
          random.between(0.8, 1.8),
          random.between(0.5, 2));
    }
  }

  private void addNuclei() {
    final int count = Math.max(1, count(AREA_PER_NUCLEUS));
    final List<Nucleus> placed = new ArrayList<>();
    // Crowded fields find no room for some; trying on for ever would be no use.
    for (int trial = 0; trial < count * 10 && placed.size() < count; trial++) {
      final boolean touching = !placed.isEmpty() && random.nextDouble() < 0.4;
      final Nucleus nucleus =
          touching
              ? Nucleus.beside(placed.get(random.nextInt(placed.size())), random)
              : Nucleus.at(random.between(0, width), random.between(0, height), random);
      if (placed.stream().noneMatch(nucleus::overlaps)) {
        placed.add(nucleus);
        draw(nucleus);
      }
    }
  }

  private void draw(Nucleus nucleus) {
    final int reach = (int) nucleus.reach() + 1;
    for (int y = from(nucleus.y(), reach); y < to(nucleus.y(), reach, height); y++) {
      for (int x = from(nucleus.x(), reach); x < to(nucleus.x(), reach, width); x++) {
        final int index = y * width + x;
        final double depth = nucleus.depth(x + 0.5, y + 0.5);
        light[index] += nucleus.light(depth, x + 0.5, y + 0.5);
        if (depth > 0) {
          mask[index] = (byte) 255;
        }
      }
    }
  }

  private void addSpot(double centerX, double centerY, double sigma, double brightness) {
    final int reach = (int) (4 * sigma) + 1;
    for (int y = from(centerY, reach); y < to(centerY, reach, height); y++) {
      for (int x = from(centerX, reach); x < to(centerX, reach, width); x++) {
        final double dx = x + 0.5 - centerX;
        final double dy = y + 0.5 - centerY;
        light[y * width + x] +=
            brightness * StrictMath.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
      }
    }
  }

  /** Shot noise, whose variance is the number of photons, and read noise. */
  private short[] expose() {
    final double photons = random.between(60, 180);
    final double gain = random.between(6, 14);
    final short[] pixels = new short[light.length];
    for (int i = 0; i < pixels.length; i++) {
      final double mean = light[i] * photons;
      final double noise = StrictMath.sqrt(mean + READ_NOISE * READ_NOISE);
      final double signal = mean + noise * random.nextGaussian();
      final long value = Math.round(CAMERA_OFFSET + gain * signal);
      pixels[i] = (short) Math.max(0, Math.min(65535, value));
    }
    return pixels;
  }

  private int count(double areaPerObject) {
    return (int) Math.round(width * (double) height / areaPerObject * random.between(0.7, 1.3));
  }

  private static int from(double center, int reach) {
    return Math.max(0, (int) (center - reach));
  }

  private static int to(double center, int reach, int limit) {
    return Math.max(0, Math.min(limit, (int) (center + reach) + 1));
  }
}
