package sc.fiji.duosegnet.tensorflow;

/**
 * Masks made from probabilities with plain loops, independent of TensorFlow.
 *
 * @param target 1 for foreground, else 0
 * @param confident 1 for pixels that take part, else 0
 */
record ReferenceMask(float[] target, float[] confident) {

  static ReferenceMask of(float[] probability, double threshold) {
    final float[] target = new float[probability.length];
    final float[] confident = new float[probability.length];
    for (int i = 0; i < probability.length; i++) {
      target[i] = probability[i] > 0.5 ? 1 : 0;
      confident[i] = Math.max(probability[i], 1 - probability[i]) >= (float) threshold ? 1 : 0;
    }
    return new ReferenceMask(target, confident);
  }

  /** Takes the pixels in the boxes from the next image, those of the last image from the first. */
  ReferenceMask mixed(float[] boxes, int count) {
    final float[] mixedTarget = target.clone();
    final float[] mixedConfident = confident.clone();
    final int pixels = target.length / count;
    for (int image = 0; image < count; image++) {
      for (int i = 0; i < pixels; i++) {
        if (boxes[image * pixels + i] == 1) {
          final int from = (image + 1) % count * pixels + i;
          mixedTarget[image * pixels + i] = target[from];
          mixedConfident[image * pixels + i] = confident[from];
        }
      }
    }
    return new ReferenceMask(mixedTarget, mixedConfident);
  }

  /** Returns the part of the pixels that take part. */
  double coverage() {
    double sum = 0;
    for (final float value : confident) {
      sum += value;
    }
    return sum / confident.length;
  }
}
