package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.op.Ops;
import sc.fiji.duosegnet.model.TrainingSettings;

/** A training method: the losses it puts on the shared networks. */
interface TrainingMethod {

  /**
   * What a method builds on.
   *
   * @param tf ops of the training graph
   * @param settings all settings
   * @param inputs placeholders of a step
   * @param views the U-Nets that are trained, one or two
   * @param teachers moving averages of the views, in their order; empty if none are kept
   * @param critic the critic; null where the method has none
   * @param mode how batch norm behaves in the passes whose statistics count
   */
  record Context(
      Ops tf,
      TrainingSettings settings,
      TrainingInputs inputs,
      List<UNet> views,
      List<UNet> teachers,
      Critic critic,
      UNet.Mode mode) {

    /** How batch norm behaves in passes that must leave no trace in the running statistics. */
    UNet.Mode untracked() {
      return mode == UNet.Mode.TRAINING ? UNet.Mode.TRAINING_UNTRACKED : mode;
    }

    /**
     * How batch norm behaves in teachers: as in the network that will be used, wherever running
     * statistics fit the weights during the run; with plain batch norm they fit at its end at best.
     */
    UNet.Mode teaching() {
      return settings.optimizer().batchRenorm() ? UNet.Mode.INFERENCE : untracked();
    }
  }

  /** Adds the method's terms to those of supervision, which are there already. */
  void build(Context context, SupervisedTerms supervised, LossTerms terms);

  /**
   * Tells from where on in the run, 0..1, this method does more than supervision. Before, its
   * passes need not be computed.
   */
  default double start(TrainingSettings settings) {
    return 0;
  }

  /** Returns a method by its name; the one place where methods are registered. */
  static TrainingMethod of(TrainingSettings settings) {
    return switch (settings.method()) {
      case SUPERVISED -> new Supervised();
      case MEAN_TEACHER -> new MeanTeacher();
      case PSEUDO_LABELING -> new PseudoLabeling();
      case VAT -> new VirtualAdversarialTraining();
      case DEEP_CO_TRAINING -> new DeepCoTraining();
      case DUO_SEGNET -> new DuoSegNet();
      case UNIMATCH -> new UniMatch();
      case DUO_SEGNET_STRONG -> new DuoSegNetStrong();
    };
  }
}
