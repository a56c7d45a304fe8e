package sc.fiji.duosegnet.data;

/**
 * The 8 symmetries of the square, which leave microscopy images as likely as they were: number of
 * quarter turns, then perhaps a flip of the columns.
 */
enum Symmetry {
  IDENTITY(0, false),
  TURN_90(1, false),
  TURN_180(2, false),
  TURN_270(3, false),
  FLIP(0, true),
  TURN_90_FLIP(1, true),
  TURN_180_FLIP(2, true),
  TURN_270_FLIP(3, true);

  private static final Symmetry[] ALL = values();

  private final int turns;
  private final boolean flip;

  Symmetry(int turns, boolean flip) {
    this.turns = turns;
    this.flip = flip;
  }

  static Symmetry draw(SplitMix random) {
    return ALL[random.nextInt(ALL.length)];
  }

  /**
   * Copies a square.
   *
   * @param source values in the order row, column, channel
   * @param size rows and columns
   * @param channels channels
   * @param target takes the same number of values; another array than {@code source}
   * @param offset index in {@code target} of the first value
   */
  void apply(float[] source, int size, int channels, float[] target, int offset) {
    final int last = size - 1;
    int index = offset;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++, index += channels) {
        final int flipped = flip ? last - x : x;
        final int column;
        final int row;
        // Where the pixel was before the turns, each counterclockwise.
        switch (turns) {
          case 1 -> {
            column = last - y;
            row = flipped;
          }
          case 2 -> {
            column = last - flipped;
            row = last - y;
          }
          case 3 -> {
            column = y;
            row = last - flipped;
          }
          default -> {
            column = flipped;
            row = y;
          }
        }
        System.arraycopy(source, (row * size + column) * channels, target, index, channels);
      }
    }
  }
}
