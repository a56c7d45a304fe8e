package sc.fiji.duosegnet.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtGradientCollector;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;
import java.util.List;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Prediction;
import sc.fiji.duosegnet.model.NetworkSettings;

/**
 * Duo-SegNet in PyTorch with automatic differentiation: both U-Nets, the critic and one training
 * iteration of one generator and one critic step (Peiris et al. 2021, Eq. 2-8, Algorithm 1), with
 * the same networks, losses and optimizers as the engine it is compared with. Not thread-safe.
 */
final class TorchDuoSegNet implements AutoCloseable {

  private static final float SUPERVISED = 1.0f;
  private static final float AGREEMENT = 0.3f;
  private static final float ADVERSARIAL = 0.2f;
  private static final float DICE_EPSILON = 1e-5f;
  private static final float RATE = 1e-2f;
  private static final float MOMENTUM = 0.9f;
  private static final float CRITIC_RATE = 5e-5f;
  private static final float CRITIC_DECAY = 0.99f;

  /**
   * Losses of one iteration.
   *
   * @param generator weighted sum that the U-Nets minimize
   * @param critic what the critic minimizes
   */
  record Losses(double generator, double critic) {}

  private final NDManager manager = NDManager.newBaseManager(null, "PyTorch");
  private final TorchUNet view1;
  private final TorchUNet view2;
  private final TorchCritic critic;

  /**
   * @param network size of the networks
   */
  TorchDuoSegNet(NetworkSettings network) {
    view1 = new TorchUNet(manager, network.channels(), network.width(), network.depth());
    view2 = new TorchUNet(manager, network.channels(), network.width(), network.depth());
    critic = new TorchCritic(manager, network.critic(), network.criticWidth());
  }

  /** Returns the weights of view 1, of view 2 and of the critic. */
  List<TorchWeights> weights() {
    return List.of(view1.weights(), view2.weights(), critic.weights());
  }

  /** One generator step, then one critic step. */
  Losses iterate(TrainingBatch batch) {
    try (NDManager step = manager.newSubManager()) {
      NDArray mask1 = masks(step, batch.masks1());
      NDArray mask2 = masks(step, batch.masks2());
      NDList probabilities = new NDList(2);
      double generator = generatorStep(step, batch, mask1, mask2, probabilities);
      double critical = criticStep(mask1, mask2, probabilities);
      return new Losses(generator, critical);
    }
  }

  private double generatorStep(
      NDManager step, TrainingBatch batch, NDArray mask1, NDArray mask2, NDList probabilities) {
    // The critic is frozen: without this PyTorch would work out its gradients, only to drop them.
    critic.weights().setTrainable(false);
    NDArray loss;
    try (GradientCollector tape = new PtGradientCollector()) {
      NDArray unlabeled = images(step, batch.unlabeled());
      NDArray labeled1 = view1.logits(images(step, batch.labeled1()), true);
      NDArray labeled2 = view2.logits(images(step, batch.labeled2()), true);
      NDArray unlabeled1 = view1.logits(unlabeled, true);
      NDArray unlabeled2 = view2.logits(unlabeled, true);
      NDArray f1 = Activation.sigmoid(labeled1);
      NDArray f2 = Activation.sigmoid(labeled2);
      NDArray u1 = Activation.sigmoid(unlabeled1);
      NDArray u2 = Activation.sigmoid(unlabeled2);

      NDArray supervised = supervised(labeled1, f1, mask1).add(supervised(labeled2, f2, mask2));
      NDArray agreement =
          crossEntropy(unlabeled1, u2.stopGradient())
              .add(crossEntropy(unlabeled2, u1.stopGradient()));
      NDArray adversarial =
          crossEntropyOfOne(critic.logits(f1))
              .add(crossEntropyOfOne(critic.logits(u1)))
              .add(crossEntropyOfOne(critic.logits(f2)))
              .add(crossEntropyOfOne(critic.logits(u2)));
      loss =
          supervised
              .mul(SUPERVISED)
              .add(agreement.mul(AGREEMENT))
              .add(adversarial.mul(ADVERSARIAL));
      tape.backward(loss);
      probabilities.add(f1.stopGradient());
      probabilities.add(f2.stopGradient());
    }
    view1.weights().momentumStep(RATE, MOMENTUM);
    view2.weights().momentumStep(RATE, MOMENTUM);
    return loss.getFloat();
  }

  private double criticStep(NDArray mask1, NDArray mask2, NDList probabilities) {
    critic.weights().setTrainable(true);
    NDArray loss;
    try (GradientCollector tape = new PtGradientCollector()) {
      loss =
          crossEntropyOfOne(critic.logits(mask1))
              .add(crossEntropyOfOne(critic.logits(mask2)))
              .add(Activation.softPlus(critic.logits(probabilities.get(0))).mean())
              .add(Activation.softPlus(critic.logits(probabilities.get(1))).mean());
      tape.backward(loss);
    }
    critic.weights().rmsPropStep(CRITIC_RATE, CRITIC_DECAY);
    return loss.getFloat();
  }

  /** 0.5 bce + 0.5 (1 - Dice) with the sums of Eq. 3 and 4. */
  private static NDArray supervised(NDArray logits, NDArray probabilities, NDArray masks) {
    NDArray overlap = probabilities.mul(masks).sum().mul(2).add(DICE_EPSILON);
    NDArray total = probabilities.sum().add(masks.sum()).add(DICE_EPSILON);
    NDArray dice = overlap.div(total).neg().add(1);
    return crossEntropy(logits, masks).add(dice).mul(0.5f);
  }

  /** Mean binary cross entropy against targets of 0..1, from logits. */
  private static NDArray crossEntropy(NDArray logits, NDArray targets) {
    return Activation.softPlus(logits).sub(logits.mul(targets)).mean();
  }

  private static NDArray crossEntropyOfOne(NDArray logits) {
    return Activation.softPlus(logits.neg()).mean();
  }

  /** Probabilities of both views, their confidence and the critic's map, without gradients. */
  Prediction predict(ImageBatch batch) {
    try (NDManager step = manager.newSubManager()) {
      NDArray images = images(step, batch);
      NDArray p1 = probability(view1, images);
      NDArray p2 = probability(view2, images);
      NDArray margin = p1.add(p2).subi(1).abs();
      NDArray sure = p1.sub(p2).abs().subi(1).negi().muli(margin);
      NDArray around =
          Pool.avgPool2d(sure, new Shape(9, 9), new Shape(1, 1), new Shape(4, 4), false, false);
      NDArray confidence = around.addi(sure).muli(0.5f);
      NDArray verdict = verdict(p1).addi(verdict(p2)).muli(0.5f);
      return new Prediction(
          p1.toFloatArray(), p2.toFloatArray(), confidence.toFloatArray(), verdict.toFloatArray());
    }
  }

  private static NDArray probability(TorchUNet view, NDArray images) {
    try (NDArray logits = view.logits(images, false)) {
      return Activation.sigmoid(logits);
    }
  }

  private NDArray verdict(NDArray probabilities) {
    try (NDArray logits = critic.logits(probabilities)) {
      return Activation.sigmoid(logits);
    }
  }

  /**
   * Takes over images as they are: in PyTorch's terms a tensor of shape (images, channels, rows,
   * columns) in channels-last memory format, which it keeps up through the network. Measured as
   * fast as or a little faster than the contiguous format.
   */
  private static NDArray images(NDManager step, ImageBatch batch) {
    return step.create(
            FloatBuffer.wrap(batch.pixels()),
            new Shape(batch.count(), batch.height(), batch.width(), batch.channels()))
        .transpose(0, 3, 1, 2);
  }

  /** One channel: images of either axis order are the same. */
  private static NDArray masks(NDManager step, ImageBatch batch) {
    return step.create(
        FloatBuffer.wrap(batch.pixels()),
        new Shape(batch.count(), 1, batch.height(), batch.width()));
  }

  @Override
  public void close() {
    manager.close();
  }
}
