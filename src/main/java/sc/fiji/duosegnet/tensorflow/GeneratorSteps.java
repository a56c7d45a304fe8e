package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.op.Ops;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The generator's steps over a run: supervision alone as long as the method has nothing to add,
 * then all terms; with batch norm adapting, then frozen. They share weights and slots; steps that a
 * run never makes are not built.
 */
final class GeneratorSteps {

  private final double methodStart;
  private final double frozenStart;
  private final GeneratorStep[][] steps = new GeneratorStep[2][2];

  GeneratorSteps(
      Ops tf,
      TrainingSettings settings,
      TrainingInputs inputs,
      List<UNet> views,
      List<UNet> teachers,
      Critic critic,
      Variables variables,
      LossScale scale) {
    final TrainingMethod method = TrainingMethod.of(settings);
    methodStart = method.start(settings);
    frozenStart = 1 - settings.optimizer().frozenBatchNorm();
    for (int all = 0; all < 2; all++) {
      for (int frozen = 0; frozen < 2; frozen++) {
        final double from = Math.max(all == 1 ? methodStart : 0, frozen == 1 ? frozenStart : 0);
        final double to = Math.min(all == 0 ? methodStart : 1, frozen == 0 ? frozenStart : 1);
        if (from < to) {
          final UNet.Mode mode = frozen == 1 ? UNet.Mode.INFERENCE : UNet.Mode.TRAINING;
          steps[all][frozen] =
              new GeneratorStep(
                  all == 1 ? method : new Supervised(),
                  new TrainingMethod.Context(
                      tf.withSubScope("generator"),
                      settings,
                      inputs,
                      views,
                      teachers,
                      critic,
                      mode),
                  variables,
                  scale);
        }
      }
    }
  }

  /** Returns the step at a point of the run, 0..1 (exclusive). */
  GeneratorStep at(double progress) {
    return steps[progress >= methodStart ? 1 : 0][progress >= frozenStart ? 1 : 0];
  }

  /** Returns a step with all of the method's terms. */
  GeneratorStep full() {
    return steps[1][0] == null ? steps[1][1] : steps[1][0];
  }
}
