package sc.fiji.duosegnet.model;

/** Named starting points for {@link TrainingSettings}. */
public enum Preset {
  /** As {@link #LAPTOP}, and then fitted to the images and the machine by who has seen them. */
  AUTOMATIC(Preset.AUTOMATIC_LABEL) {
    @Override
    public TrainingSettings settings(final int channels) {
      return LAPTOP.settings(channels);
    }
  },
  /** For machines of 2 to 8 cores without a GPU: narrow networks, small patches, batch of two. */
  LAPTOP(Preset.LAPTOP_LABEL) {
    @Override
    public TrainingSettings settings(final int channels) {
      return new TrainingSettings(
          Method.DUO_SEGNET_STRONG,
          new NetworkSettings(channels, 16, 5, 1, 2, CriticKind.SPATIAL, 16),
          new LossSettings(1.0, 0.3, 0.02, 0.4, 0.4, false, false, true, false),
          ConsistencySettings.DEFAULT,
          new OptimizerSettings(
              UpdateRule.ADAM,
              1e-3,
              0.9,
              0,
              LearningRateSchedule.POLY,
              5e-5,
              0.99,
              1,
              1,
              0.99,
              0,
              true,
              0.99,
              true),
          new SamplingSettings(128, 2, 2, LabelSplit.SHARED, 0, 0.5, false),
          AugmentationSettings.DEFAULT,
          NormalizationSettings.DEFAULT,
          2000,
          100,
          0,
          Device.AUTOMATIC,
          Precision.FLOAT32,
          1);
    }
  },
  /** The values of Peiris et al. 2021 and of their released settings: batch 1+1+1, 256x256. */
  PAPER(Preset.PAPER_LABEL) {
    @Override
    public TrainingSettings settings(final int channels) {
      return new TrainingSettings(
          Method.DUO_SEGNET,
          new NetworkSettings(channels, 64, 5, 1, 2, CriticKind.PIXEL, 64),
          new LossSettings(1.0, 0.3, 0.2, 0, 0, false, false, true, false),
          ConsistencySettings.DEFAULT,
          new OptimizerSettings(
              UpdateRule.MOMENTUM,
              1e-2,
              0.9,
              0,
              LearningRateSchedule.CONSTANT,
              5e-5,
              0.99,
              1,
              1,
              0.9,
              0,
              false,
              0.99,
              false),
          new SamplingSettings(256, 1, 1, LabelSplit.DISJOINT, 0.2, 0, false),
          AugmentationSettings.DEFAULT,
          NormalizationSettings.DEFAULT,
          2587,
          100,
          0,
          Device.AUTOMATIC,
          Precision.FLOAT32,
          1);
    }
  };

  public static final String AUTOMATIC_LABEL = "Automatic";
  public static final String LAPTOP_LABEL = "Laptop";
  public static final String PAPER_LABEL = "Paper";

  private final String label;

  Preset(final String label) {
    this.label = label;
  }

  /** Returns the name shown to users, which is also the value of {@code preset=} in macros. */
  public String label() {
    return label;
  }

  /**
   * @param channels input channels of the images
   * @return complete, valid settings
   */
  public abstract TrainingSettings settings(int channels);

  /**
   * Finds a preset by its label.
   *
   * @throws IllegalArgumentException if there is none of that label
   */
  public static Preset of(final String label) {
    for (final Preset preset : values()) {
      if (preset.label.equalsIgnoreCase(label)) {
        return preset;
      }
    }
    throw new IllegalArgumentException(
        "Preset '" + label + "' is not known; give one of: Automatic, Laptop, Paper.");
  }
}
