package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.engine.Prediction;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.model.MemoryEstimate;
import sc.fiji.duosegnet.model.NetworkSettings;

/** Runs inference ops of a session, named by the tensors to feed and to fetch. */
final class GraphPredictor implements Predictor {

  private final Runs runs;
  private final String image;
  private final List<String> outputs;
  private final NetworkSettings network;
  private final Runnable release;

  /**
   * @param outputs view 1, view 2, confidence and, if there is one, the critic's map
   * @param stop ends a running step
   * @param release called by {@link #close()}
   */
  GraphPredictor(
      Runs runs, String image, List<String> outputs, NetworkSettings network, Runnable release) {
    this.runs = runs;
    this.image = image;
    this.outputs = List.copyOf(outputs);
    this.network = network;
    this.release = release;
  }

  @Override
  public Prediction predict(ImageBatch images) {
    final int multiple = network.sizeMultiple();
    if (images.width() % multiple != 0
        || images.height() % multiple != 0
        || images.channels() != network.channels()) {
      throw new IllegalArgumentException(
          "Predictor: images are "
              + images.width()
              + "x"
              + images.height()
              + "x"
              + images.channels()
              + "; give multiples of "
              + multiple
              + " and "
              + network.channels()
              + " channel(s).");
    }
    try (TFloat32 input = Tensors.of(images)) {
      final Session.Runner runner = runs.runner().feed(image, input);
      outputs.forEach(runner::fetch);
      try (Result result = runs.run(runner)) {
        final long pixels = (long) images.count() * images.height() * images.width();
        return new Prediction(
            values(result, 0, pixels),
            values(result, 1, pixels),
            values(result, 2, pixels),
            hasCritic() ? values(result, 3, pixels) : null);
      }
    }
  }

  /** Returns an output's values; networks from a file may have outputs of any kind. */
  private static float[] values(Result result, int output, long pixels) {
    if (!(result.get(output) instanceof TFloat32 tensor) || tensor.size() != pixels) {
      throw new EngineException(
          "output " + output + " is not one number for each of " + pixels + " pixels");
    }
    return Tensors.values(tensor);
  }

  /** Returns the runs, for who looks into them. */
  Runs runs() {
    return runs;
  }

  @Override
  public long memory(int size) {
    return MemoryEstimate.tile(network, size);
  }

  @Override
  public int sizeMultiple() {
    return network.sizeMultiple();
  }

  @Override
  public int channels() {
    return network.channels();
  }

  @Override
  public boolean hasCritic() {
    return outputs.size() > 3;
  }

  @Override
  public void close() {
    release.run();
  }
}
