package sc.fiji.duosegnet.benchmark;

import java.util.Random;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;

/** Images of random numbers: time does not depend on what is seen. The same seed gives the same. */
final class RandomImages {

  private static final int CHANNELS = 3;

  private final Random random;

  RandomImages(long seed) {
    random = new Random(seed);
  }

  /** Returns images of three channels, values 0..1. */
  ImageBatch images(int count, int size) {
    float[] pixels = new float[count * size * size * CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return new ImageBatch(pixels, count, size, size, CHANNELS);
  }

  /** Returns masks of one channel, values 0 or 1, each half the image. */
  ImageBatch masks(int count, int size) {
    float[] pixels = new float[count * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % size < size / 2 ? 1 : 0;
    }
    return new ImageBatch(pixels, count, size, size, 1);
  }

  /** Returns a batch for one training step. */
  TrainingBatch trainingBatch(int count, int size) {
    return new TrainingBatch(
        images(count, size),
        masks(count, size),
        images(count, size),
        masks(count, size),
        images(count, size));
  }
}
