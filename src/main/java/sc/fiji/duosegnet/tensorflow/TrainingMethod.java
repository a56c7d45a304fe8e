package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.TrainingSettings;

/** A training method: the losses it puts on the shared networks. */
interface TrainingMethod {

  /**
   * What a method builds on.
   *
   * @param tf ops of the training graph
   * @param settings all settings
   * @param inputs placeholders of a step
   * @param view1 first U-Net
   * @param view2 second U-Net
   * @param critic the critic; null where the method has none
   * @param mode how batch norm behaves in all passes of the U-Nets
   */
  record Context(
      Ops tf,
      TrainingSettings settings,
      TrainingInputs inputs,
      UNet view1,
      UNet view2,
      Critic critic,
      UNet.Mode mode) {}

  /** Returns the loss that a generator step minimizes over both U-Nets. */
  Operand<TFloat32> total();

  /** Returns the unweighted terms of the loss by name, for reports and tests. */
  Map<String, Operand<TFloat32>> terms();

  /**
   * Feeds the weights of the terms.
   *
   * @param progress finished part of the run, 0..1
   * @param made receives the tensors made; their owner closes them
   */
  void feedWeights(Session.Runner runner, double progress, List<TFloat32> made);

  /** Returns the probability maps that the critic is shown as generated, in the critic's order. */
  List<Operand<TFloat32>> generated();

  /** Builds the losses of a method; the one place where methods are registered. */
  static TrainingMethod build(Context context) {
    return switch (context.settings().method()) {
      case SUPERVISED -> new Supervised(context);
      case DUO_SEGNET -> new DuoSegNet(context);
      default -> throw new IllegalStateException();
    };
  }
}
