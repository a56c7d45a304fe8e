package sc.fiji.duosegnet.model;

/**
 * Everything that decides what a training computes, apart from the images.
 *
 * @param method training method
 * @param network size of the networks
 * @param losses loss weights and switches of Duo-SegNet, and the weight of supervision for all
 * @param consistency loss weights and switches of the other methods
 * @param optimizer optimizers and their rates
 * @param sampling patches and splits
 * @param augmentation random changes of patches
 * @param normalization how intensities are brought to a common scale
 * @param iterations number of iterations, each of ks generator and kc critic steps
 * @param validationInterval iterations between two looks at the validation images
 * @param threads threads of the engine; 0 means all processors
 * @param device what computes
 * @param precision precision of the arithmetic
 * @param seed seed of initial weights, splits, patches and augmentation
 */
public record TrainingSettings(
    Method method,
    NetworkSettings network,
    LossSettings losses,
    ConsistencySettings consistency,
    OptimizerSettings optimizer,
    SamplingSettings sampling,
    AugmentationSettings augmentation,
    NormalizationSettings normalization,
    int iterations,
    int validationInterval,
    int threads,
    Device device,
    Precision precision,
    long seed) {

  public TrainingSettings {
    Check.given("method", method);
    Check.given("network", network);
    Check.given("losses", losses);
    Check.given("consistency", consistency);
    Check.given("optimizer", optimizer);
    Check.given("sampling", sampling);
    Check.given("augmentation", augmentation);
    Check.given("normalization", normalization);
    Check.within("iterations", iterations, 1, 100_000_000);
    Check.within("validation_interval", validationInterval, 1, 100_000_000);
    Check.within("threads", threads, 0, 1024);
    Check.given("device", device);
    Check.given("precision", precision);
    if (method.needsTwoViews() && network.views() < 2) {
      throw new IllegalArgumentException(
          "Setting 'network.views' is 1; " + method.label() + " needs 2.");
    }
    final int multiple = network.sizeMultiple();
    if (sampling.patchSize() % multiple != 0) {
      throw new IllegalArgumentException(
          "Setting 'patch_size' is "
              + sampling.patchSize()
              + "; with depth "
              + network.depth()
              + (network.reduction() == 1 ? "" : ", reduction " + network.reduction())
              + " and a "
              + network.critic().name().toLowerCase(java.util.Locale.ROOT)
              + " critic give a multiple of "
              + multiple
              + ".");
    }
  }

  /**
   * Tells whether moving averages of the weights are kept: for a method that learns from them, or
   * to be evaluated.
   */
  public boolean keepsAverages() {
    return method.hasTeacher() || optimizer.evaluateAverage();
  }

  /** Tells whether validation and the model take the averages. */
  public boolean evaluatesAverages() {
    return optimizer.evaluateAverage() || method == Method.MEAN_TEACHER;
  }

  /** Tells whether each view has labeled images of its own; a single one has them all. */
  public boolean splitsLabels() {
    return network.views() > 1 && sampling.labelSplit() == LabelSplit.DISJOINT;
  }

  /** Returns how many labeled and unlabeled patches the U-Nets learn from in an iteration. */
  public int patchesPerIteration() {
    final int labeled = sampling.labeledBatch() * network.views();
    final int unlabeled = method.usesUnlabeled() ? sampling.unlabeledBatch() : 0;
    return optimizer.generatorSteps() * (labeled + unlabeled);
  }

  /**
   * Returns these settings with one of them changed.
   *
   * @param path place of the setting, in lower snake_case, for example {@code
   *     optimizer.learning_rate}
   * @param value the new value, or its text; for a group of settings their record
   * @throws IllegalArgumentException if there is no such setting or the value doesn't fit
   */
  public TrainingSettings with(final String path, final Object value) {
    return SettingsMap.with(this, path, value);
  }

  /** Returns the number of threads to use, with 0 resolved to the processors of this machine. */
  public int resolvedThreads() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }
}
