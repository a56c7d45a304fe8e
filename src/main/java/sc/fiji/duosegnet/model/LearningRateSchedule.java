package sc.fiji.duosegnet.model;

/** How the learning rate of the U-Nets goes from the first iteration to the last. */
public enum LearningRateSchedule {
  /** The same rate throughout. */
  CONSTANT {
    @Override
    public double factor(final double progress) {
      return 1;
    }
  },
  /** {@code (1 - progress)^0.9}, the "poly" rule of DeepLab (Chen et al. 2017, section 4.1). */
  POLY {
    @Override
    public double factor(final double progress) {
      return Math.pow(Math.max(0, 1 - progress), 0.9);
    }
  };

  /**
   * @param progress finished part of the run, 0..1
   * @return factor on the base rate, 0..1
   */
  public abstract double factor(double progress);
}
