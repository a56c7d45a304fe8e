package sc.fiji.duosegnet.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The training methods a user can ask for. All train the same two U-Nets on the same patches. */
public enum Method {
  /** Each U-Net on the labeled images alone: the lower bound every other method has to pass. */
  SUPERVISED(Method.SUPERVISED_LABEL),
  /** Consistency with the moving average of the weights (Tarvainen and Valpola 2017). */
  MEAN_TEACHER(Method.MEAN_TEACHER_LABEL, Need.UNLABELED, Need.TEACHER),
  /** Confident outputs taken for masks (Lee 2013). */
  PSEUDO_LABELING(Method.PSEUDO_LABELING_LABEL, Need.UNLABELED),
  /** Virtual adversarial training (Miyato et al. 2018). */
  VAT(Method.VAT_LABEL, Need.UNLABELED, Need.ATTACKS),
  /** Agreement of two views kept apart by adversarial examples (Qiao et al. 2018). */
  DEEP_CO_TRAINING(Method.DEEP_CO_TRAINING_LABEL, Need.UNLABELED, Need.TWO_VIEWS, Need.ATTACKS),
  /** Dual views with agreement and an adversarial critic (Peiris et al., MICCAI 2021). */
  DUO_SEGNET(Method.DUO_SEGNET_LABEL, Need.UNLABELED, Need.CRITIC),
  /** Weak-to-strong consistency with two strong and one feature view (Yang et al. 2023). */
  UNIMATCH(Method.UNIMATCH_LABEL, Need.UNLABELED, Need.STRONG_VIEWS),
  /** Duo-SegNet whose averaged views teach both on strongly augmented images. */
  DUO_SEGNET_STRONG(
      Method.DUO_SEGNET_STRONG_LABEL, Need.UNLABELED, Need.CRITIC, Need.TEACHER, Need.STRONG_VIEWS);

  // Constants, since annotations of inputs name them.
  public static final String SUPERVISED_LABEL = "Supervised U-Net";
  public static final String MEAN_TEACHER_LABEL = "Mean Teacher";
  public static final String PSEUDO_LABELING_LABEL = "Pseudo-labeling";
  public static final String VAT_LABEL = "VAT";
  public static final String DEEP_CO_TRAINING_LABEL = "Deep Co-training";
  public static final String DUO_SEGNET_LABEL = "Duo-SegNet";
  public static final String UNIMATCH_LABEL = "UniMatch";
  public static final String DUO_SEGNET_STRONG_LABEL = "Duo-SegNet with strong views";

  /** What a method needs besides the U-Nets and labeled images. */
  private enum Need {
    UNLABELED,
    TWO_VIEWS,
    CRITIC,
    TEACHER,
    STRONG_VIEWS,
    ATTACKS
  }

  private final String label;
  private final List<Need> needs;

  Method(final String label, final Need... needs) {
    this.label = label;
    this.needs = List.of(needs);
  }

  /** Returns the name shown to users, which is also the value of {@code method=} in macros. */
  public String label() {
    return label;
  }

  /** Returns what this method adds to supervision on the labeled images, as half a sentence. */
  public String summary() {
    return switch (this) {
      case SUPERVISED -> "nothing; takes no unlabeled images";
      case MEAN_TEACHER ->
          "each view follows the moving average of its own weights, which sees noisy images";
      case PSEUDO_LABELING -> "each view takes its own confident pixels for truth";
      case VAT ->
          "outputs must not change under the small image change that would change them most";
      case DEEP_CO_TRAINING ->
          "the views agree, and each withstands the adversarial examples of the other";
      case DUO_SEGNET ->
          "the views agree, and a critic must take their masks for drawn ones (the paper's method)";
      case UNIMATCH ->
          "each view's confident mask of an image teaches it on two strongly changed copies and on"
              + " dropped features";
      case DUO_SEGNET_STRONG ->
          "the averaged views' common confident mask teaches both on strongly changed copies; with"
              + " the critic";
    };
  }

  /** Tells whether this method needs unlabeled images. */
  public boolean usesUnlabeled() {
    return needs.contains(Need.UNLABELED);
  }

  /** Tells whether this method makes no sense with a single network. */
  public boolean needsTwoViews() {
    return needs.contains(Need.TWO_VIEWS);
  }

  /** Tells whether this method changes images along gradients by their pixels. */
  public boolean attacks() {
    return needs.contains(Need.ATTACKS);
  }

  /** Tells whether this method trains a critic of masks. */
  public boolean hasCritic() {
    return needs.contains(Need.CRITIC);
  }

  /** Tells whether this method learns from moving averages of the weights. */
  public boolean hasTeacher() {
    return needs.contains(Need.TEACHER);
  }

  /** Tells whether this method needs strongly augmented copies of the unlabeled patches. */
  public boolean usesStrongViews() {
    return needs.contains(Need.STRONG_VIEWS);
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
    throw new IllegalArgumentException(
        "Method '"
            + label
            + "' is not known; give one of: "
            + Arrays.stream(values()).map(Method::label).collect(Collectors.joining(", "))
            + ".");
  }
}
