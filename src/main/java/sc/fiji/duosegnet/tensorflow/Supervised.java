package sc.fiji.duosegnet.tensorflow;

import sc.fiji.duosegnet.model.TrainingSettings;

/** The U-Nets on the labeled images alone: the lower bound for every other method. */
final class Supervised implements TrainingMethod {

  @Override
  public void build(Context context, SupervisedTerms supervised, LossTerms terms) {
    // Nothing on top of supervision.
  }

  @Override
  public double start(TrainingSettings settings) {
    return 1;
  }
}
