package sc.fiji.duosegnet;

/** The confidence image worked out with plain loops. */
public final class ReferenceConfidence {

  private static final int RADIUS = 8;

  private ReferenceConfidence() {}

  /**
   * @param view1 probabilities of view 1, image after image, row after row
   * @param view2 the same of view 2; the same array if there is one view
   */
  public static double[] of(float[] view1, float[] view2, int count, int height, int width) {
    final double[] sure = new double[view1.length];
    for (int i = 0; i < sure.length; i++) {
      sure[i] = Math.tanh(Math.abs(logit(view1[i]) + logit(view2[i])) / 8);
    }
    final double[] confidence = new double[sure.length];
    for (int image = 0; image < count; image++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double sum = 0;
          int pixels = 0;
          for (int v = Math.max(0, y - RADIUS); v <= Math.min(height - 1, y + RADIUS); v++) {
            for (int u = Math.max(0, x - RADIUS); u <= Math.min(width - 1, x + RADIUS); u++) {
              sum += sure[(image * height + v) * width + u];
              pixels++;
            }
          }
          final int i = (image * height + y) * width + x;
          final double doubt = 1 - (sure[i] + sum / pixels) / 2;
          confidence[i] = 1 - doubt * doubt;
        }
      }
    }
    return confidence;
  }

  private static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }
}
