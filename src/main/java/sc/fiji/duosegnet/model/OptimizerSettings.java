package sc.fiji.duosegnet.model;

/**
 * Optimizers: SGD with momentum or Adam for the U-Nets, RMSProp for the critic.
 *
 * @param rule how the U-Nets' weights are changed
 * @param learningRate rate of the U-Nets
 * @param momentum momentum of the U-Nets, 0..1; with Adam its decay of the mean gradient, below 1
 * @param weightDecay what each step takes from the U-Nets' kernels, as a part of them for a rate of
 *     1 (decoupled weight decay, Loshchilov and Hutter 2019, Algorithms 1 and 2)
 * @param schedule course of the U-Nets' rate
 * @param criticLearningRate rate of the critic
 * @param criticDecay decay of RMSProp's mean square, 0..1
 * @param generatorSteps steps of the U-Nets in one iteration (ks)
 * @param criticSteps steps of the critic in one iteration (kc)
 * @param batchNormDecay decay of the running batch-norm statistics, 0..1
 * @param frozenBatchNorm last fraction of the run, 0..1, in which training too normalizes by the
 *     running statistics, no longer changing them (Wu and Johnson 2021, "Rethinking 'Batch' in
 *     BatchNorm", section 4.2): so the weights end up fitting what inference does
 * @param batchRenorm whether batch statistics are corrected towards the running ones in training
 *     (batch renormalization, Ioffe 2017), so that small batches of unlike images do not make
 *     training and inference differ
 * @param averaging decay of the exponential moving average of weights and running statistics, 0..1;
 *     its first values are {@code 1 - 1/(t+1)}
 * @param evaluateAverage whether validation and the model take the averages instead of the weights
 */
public record OptimizerSettings(
    UpdateRule rule,
    double learningRate,
    double momentum,
    double weightDecay,
    LearningRateSchedule schedule,
    double criticLearningRate,
    double criticDecay,
    int generatorSteps,
    int criticSteps,
    double batchNormDecay,
    double frozenBatchNorm,
    boolean batchRenorm,
    double averaging,
    boolean evaluateAverage) {

  public OptimizerSettings {
    Check.given("rule", rule);
    Check.within("learning_rate", learningRate, 0, 10);
    Check.within("momentum", momentum, 0, 1);
    if (rule == UpdateRule.ADAM && (float) momentum == 1) {
      // Its first step would divide by 1 - momentum.
      throw new IllegalArgumentException(
          "Setting 'momentum' is " + momentum + "; with ADAM give less than 1.");
    }
    Check.within("weight_decay", weightDecay, 0, 10);
    Check.given("schedule", schedule);
    Check.within("critic_learning_rate", criticLearningRate, 0, 10);
    Check.within("critic_decay", criticDecay, 0, 1);
    Check.within("generator_steps", generatorSteps, 1, 100);
    Check.within("critic_steps", criticSteps, 0, 100);
    Check.within("batch_norm_decay", batchNormDecay, 0, 1);
    Check.within("frozen_batch_norm", frozenBatchNorm, 0, 1);
    Check.within("averaging", averaging, 0, 1);
  }
}
