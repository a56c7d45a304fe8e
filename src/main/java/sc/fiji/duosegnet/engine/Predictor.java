package sc.fiji.duosegnet.engine;

import sc.fiji.duosegnet.data.ImageBatch;

/** Runs the trained networks. Holds native memory and must be closed. Not thread-safe. */
public interface Predictor extends AutoCloseable {

  /**
   * @param images normalized images; width and height are multiples of {@link #sizeMultiple()}, the
   *     channels those of the model
   * @return the networks' outputs, of the same size and order
   */
  Prediction predict(ImageBatch images);

  /**
   * Returns about how many bytes of memory a prediction takes at its peak.
   *
   * @param size width and height of the image in pixels
   */
  default long memory(int size) {
    return 0;
  }

  /** Returns the number that width and height of the images must be multiples of. */
  int sizeMultiple();

  /** Returns the number of input channels. */
  int channels();

  /** Tells whether predictions have a critic's map. */
  boolean hasCritic();

  @Override
  void close();
}
