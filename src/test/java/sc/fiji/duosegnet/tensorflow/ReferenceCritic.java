package sc.fiji.duosegnet.tensorflow;

import java.util.Map;
import sc.fiji.duosegnet.model.CriticKind;

/** The critic worked out in double precision with plain loops, independent of TensorFlow. */
final class ReferenceCritic {

  private ReferenceCritic() {}

  /** Returns psi(mask) as logits [count, size, size] for square masks [count, size, size]. */
  static double[] logits(
      CriticKind kind, Map<String, float[]> weights, float[] mask, int count, int size) {
    final int layers = kind == CriticKind.SPATIAL ? 5 : 3;
    final int kernelSize = kind == CriticKind.SPATIAL ? 4 : 1;
    final int stride = kind == CriticKind.SPATIAL ? 2 : 1;
    final double[] out = new double[count * size * size];
    for (int n = 0; n < count; n++) {
      double[] x = new double[size * size];
      for (int i = 0; i < x.length; i++) {
        x[i] = mask[n * x.length + i];
      }
      int side = size;
      int channels = 1;
      for (int layer = 0; layer < layers; layer++) {
        final float[] kernel = weights.get("critic/layer" + layer + "/kernel");
        final float[] bias = weights.get("critic/layer" + layer + "/bias");
        x = convolve(x, side, channels, kernel, bias, kernelSize, stride, layer > 0);
        side /= stride;
        channels = bias.length;
      }
      for (int y = 0; y < size; y++) {
        for (int column = 0; column < size; column++) {
          out[(n * size + y) * size + column] = sample(x, side, size, y, column);
        }
      }
    }
    return out;
  }

  private static double[] convolve(
      double[] x,
      int side,
      int in,
      float[] kernel,
      float[] bias,
      int kernelSize,
      int stride,
      boolean leaky) {
    final int outSide = side / stride;
    final int out = bias.length;
    final int pad = (kernelSize - stride) / 2;
    final double[] result = new double[outSide * outSide * out];
    for (int y = 0; y < outSide; y++) {
      for (int column = 0; column < outSide; column++) {
        for (int o = 0; o < out; o++) {
          double sum = bias[o];
          for (int ky = 0; ky < kernelSize; ky++) {
            for (int kx = 0; kx < kernelSize; kx++) {
              final int sy = y * stride + ky - pad;
              final int sx = column * stride + kx - pad;
              if (sy < 0 || sx < 0 || sy >= side || sx >= side) {
                continue;
              }
              for (int i = 0; i < in; i++) {
                final double value = x[(sy * side + sx) * in + i];
                sum +=
                    (leaky && value < 0 ? 0.2 * value : value)
                        * kernel[((ky * kernelSize + kx) * in + i) * out + o];
              }
            }
          }
          result[(y * outSide + column) * out + o] = sum;
        }
      }
    }
    return result;
  }

  private static double sample(double[] x, int side, int size, int y, int column) {
    final double sy = Math.min(side - 1, Math.max(0, (y + 0.5) * side / size - 0.5));
    final double sx = Math.min(side - 1, Math.max(0, (column + 0.5) * side / size - 0.5));
    final int y0 = (int) sy;
    final int x0 = (int) sx;
    final int y1 = Math.min(side - 1, y0 + 1);
    final int x1 = Math.min(side - 1, x0 + 1);
    final double fy = sy - y0;
    final double fx = sx - x0;
    return (1 - fy) * ((1 - fx) * x[y0 * side + x0] + fx * x[y0 * side + x1])
        + fy * ((1 - fx) * x[y1 * side + x0] + fx * x[y1 * side + x1]);
  }

  static double mean(double[] values) {
    double sum = 0;
    for (final double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
