package sc.fiji.duosegnet.model;

/**
 * Size of the networks.
 *
 * @param channels input channels, 1 (gray) to 1024 (3 for RGB)
 * @param width feature maps of the U-Net's first level; each level below has twice as many
 * @param depth number of the U-Net's levels, 2..6; images are padded to multiples of {@code
 *     2^(depth-1)}
 * @param reduction factor, 1 (none) to 8, by which images are reduced before the U-Nets and their
 *     logits enlarged after them: for objects so large that at full size the networks do not see
 *     them whole, and for speed
 * @param views number of U-Nets, 1 or 2; with one, its output stands for both views
 * @param critic kind of critic
 * @param criticWidth feature maps of the critic's first layer
 */
public record NetworkSettings(
    int channels,
    int width,
    int depth,
    int reduction,
    int views,
    CriticKind critic,
    int criticWidth) {

  private static final int MOST_REDUCTION = 8;

  public NetworkSettings {
    Check.within("channels", channels, 1, 1024);
    Check.within("width", width, 1, 1024);
    Check.within("depth", depth, 2, 6);
    Check.within("reduction", reduction, 1, MOST_REDUCTION);
    if (Integer.bitCount(reduction) != 1) {
      throw new IllegalArgumentException(
          "Setting 'reduction' is " + reduction + "; give 1, 2, 4 or 8.");
    }
    Check.within("views", views, 1, 2);
    Check.given("critic", critic);
    Check.within("critic_width", criticWidth, 1, 1024);
  }

  /**
   * Returns the number of pixels that width and height of a network's input must be a multiple of.
   */
  public int sizeMultiple() {
    return reduction * Math.max(1 << (depth - 1), critic == CriticKind.SPATIAL ? 32 : 1);
  }
}
