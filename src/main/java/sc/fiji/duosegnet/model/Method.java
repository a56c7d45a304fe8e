package sc.fiji.duosegnet.model;

/** The training methods a user can ask for. */
public enum Method {
  /**
   * Two U-Nets, each on the labeled images alone: the lower bound every other method has to pass.
   */
  SUPERVISED("Supervised U-Net", false, false),
  /** Dual views with agreement and an adversarial critic (Peiris et al., MICCAI 2021). */
  DUO_SEGNET("Duo-SegNet", true, true);

  private final String label;
  private final boolean usesUnlabeled;
  private final boolean hasCritic;

  Method(final String label, final boolean usesUnlabeled, final boolean hasCritic) {
    this.label = label;
    this.usesUnlabeled = usesUnlabeled;
    this.hasCritic = hasCritic;
  }

  /** Returns the name shown to users, which is also the value of {@code method=} in macros. */
  public String label() {
    return label;
  }

  /** Tells whether this method needs unlabeled images. */
  public boolean usesUnlabeled() {
    return usesUnlabeled;
  }

  /** Tells whether this method trains a critic, from which the confidence follows. */
  public boolean hasCritic() {
    return hasCritic;
  }

  /**
   * Finds a method by its label.
   *
   * @throws IllegalArgumentException if there is none of that label
   */
  public static Method of(final String label) {
    for (final Method method : values()) {
      if (method.label.equalsIgnoreCase(label)) {
        return method;
      }
    }
    final StringBuilder known = new StringBuilder();
    for (final Method method : values()) {
      known.append(known.length() == 0 ? "" : ", ").append(method.label);
    }
    throw new IllegalArgumentException(
        "Method '" + label + "' is not known; give one of: " + known + ".");
  }
}
