package sc.fiji.duosegnet.data;

/**
 * One nucleus of {@link SyntheticNuclei}: an ellipse with a slightly uneven outline, brighter and
 * darker parts inside, and an edge as soft as the focus. Lengths are in pixels.
 *
 * @param x center
 * @param y center
 * @param major half of the longer axis
 * @param minor half of the shorter axis
 * @param cosine cosine of the longer axis' direction
 * @param sine sine of it
 * @param bump height of the outline's three bumps, relative to the radius
 * @param brightness light of the nucleus where it is flat
 * @param blur half width of the soft edge
 * @param spots position and strength of the parts inside, three numbers each
 */
record Nucleus(
    double x,
    double y,
    double major,
    double minor,
    double cosine,
    double sine,
    double bump,
    double brightness,
    double blur,
    double[] spots) {

  private static final int SPOTS = 5;

  static Nucleus at(double x, double y, SplitMix random) {
    final double radius = random.between(6.5, 12.5);
    final double elongation = random.between(1, 1.5);
    final double angle = random.between(0, StrictMath.PI);
    final double[] spots = new double[3 * SPOTS];
    for (int i = 0; i < spots.length; i += 3) {
      spots[i] = random.between(-0.7, 0.7);
      spots[i + 1] = random.between(-0.7, 0.7);
      spots[i + 2] = random.between(-0.35, 0.45);
    }
    // Even in the logarithm, from 0.25 to 1.75: many dim ones, few bright ones.
    final double brightness = 0.25 * StrictMath.exp(random.between(0, StrictMath.log(7)));
    return new Nucleus(
        x,
        y,
        radius * StrictMath.sqrt(elongation),
        radius / StrictMath.sqrt(elongation),
        StrictMath.cos(angle),
        StrictMath.sin(angle),
        random.between(0, 0.07),
        brightness,
        random.between(0.8, 2.6),
        spots);
  }

  /** A nucleus that touches another one. */
  static Nucleus beside(Nucleus other, SplitMix random) {
    final double angle = random.between(0, 2 * StrictMath.PI);
    final Nucleus here = at(0, 0, random);
    final double distance = (other.radius() + here.radius()) * random.between(0.9, 1.05);
    return new Nucleus(
        other.x + distance * StrictMath.cos(angle),
        other.y + distance * StrictMath.sin(angle),
        here.major,
        here.minor,
        here.cosine,
        here.sine,
        here.bump,
        here.brightness,
        here.blur,
        here.spots);
  }

  /** Tells whether the two share more than their rims. */
  boolean overlaps(Nucleus other) {
    final double dx = x - other.x;
    final double dy = y - other.y;
    final double least = 0.85 * (radius() + other.radius());
    return dx * dx + dy * dy < least * least;
  }

  /** Returns the largest distance from the center at which there is light. */
  double reach() {
    return major * (1 + bump) + 2 * blur * major / minor;
  }

  /** Returns how far a point lies inside the outline, about in pixels; negative outside. */
  double depth(double px, double py) {
    final double u = across(px, py) / major;
    final double v = along(px, py) / minor;
    final double r = StrictMath.sqrt(u * u + v * v);
    if (r == 0) {
      return radius();
    }
    final double c = u / r;
    final double outline = 1 + bump * c * (4 * c * c - 3); // cosine of three times the angle
    return (outline - r) * radius();
  }

  /** Returns the light at a point of the given depth. */
  double light(double depth, double px, double py) {
    final double t = depth / (2 * blur) + 0.5; // half of the light at the outline
    if (t <= 0) {
      return 0;
    }
    final double edge = t >= 1 ? 1 : t * t * (3 - 2 * t);
    final double u = across(px, py) / major;
    final double v = along(px, py) / minor;
    double texture = 1;
    for (int i = 0; i < spots.length; i += 3) {
      final double du = u - spots[i];
      final double dv = v - spots[i + 1];
      texture += spots[i + 2] * StrictMath.exp(-8 * (du * du + dv * dv));
    }
    return brightness * edge * Math.max(0.3, texture);
  }

  private double radius() {
    return (major + minor) / 2;
  }

  private double across(double px, double py) {
    return (px - x) * cosine + (py - y) * sine;
  }

  private double along(double px, double py) {
    return (py - y) * cosine - (px - x) * sine;
  }
}
