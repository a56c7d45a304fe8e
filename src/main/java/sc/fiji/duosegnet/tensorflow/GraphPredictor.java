package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.engine.Prediction;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.model.NetworkSettings;

/** Runs inference ops of a session, named by the tensors to feed and to fetch. */
final class GraphPredictor implements Predictor {

  private final Session session;
  private final String image;
  private final String view1;
  private final String view2;
  private final String confidence;
  private final NetworkSettings network;
  private final Runnable release;

  /**
   * @param release called by {@link #close()}
   */
  GraphPredictor(
      Session session,
      String image,
      String view1,
      String view2,
      String confidence,
      NetworkSettings network,
      Runnable release) {
    this.session = session;
    this.image = image;
    this.view1 = view1;
    this.view2 = view2;
    this.confidence = confidence;
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
    try (TFloat32 input = Tensors.of(images);
        Result result =
            session.runner().feed(image, input).fetch(view1).fetch(view2).fetch(confidence).run()) {
      return new Prediction(
          Tensors.values(result.get(0)),
          Tensors.values(result.get(1)),
          Tensors.values(result.get(2)));
    }
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
  public void close() {
    release.run();
  }
}
