package sc.fiji.duosegnet.model;

/**
 * How far the networks look. A pixel's outputs follow from the input around it alone; nearer to a
 * tile's edge than that, they differ from those of the whole image, because the networks see
 * nothing beyond the edge.
 *
 * <p>Worked out along one axis, layer by layer from the output to the input, as the interval of
 * positions that an output pixel follows from. Only the way through the deepest level counts, which
 * looks farthest. It depends on a pixel's place in the grids of the pooling layers; tiles begin and
 * end on the coarsest of them.
 */
public final class ReceptiveField {

  /** Pixels around that the confidence of a pixel takes into account, along each axis. */
  public static final int CONFIDENCE_RADIUS = 8;

  private static final int CRITIC_LAYERS = 5;

  /** Farther than the deepest networks look, and a multiple of all pooling grids. */
  private static final int FAR = 4096;

  private final NetworkSettings network;
  private int first;
  private int last;

  private ReceptiveField(NetworkSettings network, boolean critic, int position) {
    this.network = network;
    first = position;
    last = position;
    if (critic && network.critic() == CriticKind.SPATIAL) {
      followCritic(); // looks farther than the confidence does
    } else {
      first -= CONFIDENCE_RADIUS;
      last += CONFIDENCE_RADIUS;
    }
    followResizing(network.reduction());
    followUNet();
    followReduction();
  }

  /**
   * Returns the number of pixels at a tile's edge whose outputs may differ from those of the whole
   * image; all others are the same.
   *
   * @param critic whether the critic's map is one of the outputs; probabilities and confidence
   *     follow from the U-Nets alone, and differ in fewer pixels
   */
  static int halo(NetworkSettings network, boolean critic) {
    for (int distance = FAR - 1; distance >= 0; distance--) {
      if (new ReceptiveField(network, critic, distance).first < 0
          || new ReceptiveField(network, critic, FAR - 1 - distance).last >= FAR) {
        return distance + 1;
      }
    }
    return 0;
  }

  /** Strided convolutions of 4x4, then resizing to the input's size. */
  private void followCritic() {
    followResizing(network.reduction() << CRITIC_LAYERS);
    for (int layer = 0; layer < CRITIC_LAYERS; layer++) {
      first = 2 * first - 1;
      last = 2 * last + 2;
    }
    followReduction();
  }

  /** Means over squares of pixels. */
  private void followReduction() {
    first = network.reduction() * first;
    last = network.reduction() * last + network.reduction() - 1;
  }

  private void followUNet() {
    final int poolings = network.depth() - 1;
    for (int level = 0; level < poolings; level++) {
      followBlock();
      followResizing(2);
    }
    followBlock();
    for (int level = 0; level < poolings; level++) {
      first = 2 * first;
      last = 2 * last + 1;
      followBlock();
    }
  }

  /** Two convolutions of 3x3. */
  private void followBlock() {
    first -= 2;
    last += 2;
  }

  /** Bilinear enlargement with pixel centers at half-integers; takes two neighboring positions. */
  private void followResizing(int factor) {
    if (factor == 1) {
      return;
    }
    first = (int) Math.floor((first + 0.5) / factor - 0.5);
    last = (int) Math.floor((last + 0.5) / factor - 0.5) + 1;
  }
}
