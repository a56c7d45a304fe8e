package sc.fiji.duosegnet.model;

/**
 * How methods other than Duo-SegNet itself learn from unlabeled images; each reads its own part.
 *
 * @param meanTeacher for {@link Method#MEAN_TEACHER}
 * @param pseudoLabeling for {@link Method#PSEUDO_LABELING}
 * @param vat for {@link Method#VAT}
 * @param coTraining for {@link Method#DEEP_CO_TRAINING}
 * @param uniMatch for {@link Method#UNIMATCH}
 * @param strongViews for {@link Method#DUO_SEGNET_STRONG}
 */
public record ConsistencySettings(
    MeanTeacherSettings meanTeacher,
    PseudoLabelSettings pseudoLabeling,
    VatSettings vat,
    CoTrainingSettings coTraining,
    StrongViewSettings uniMatch,
    StrongViewSettings strongViews) {

  /** The starting points of all methods. */
  public static final ConsistencySettings DEFAULT =
      new ConsistencySettings(
          MeanTeacherSettings.DEFAULT,
          PseudoLabelSettings.DEFAULT,
          VatSettings.DEFAULT,
          CoTrainingSettings.DEFAULT,
          StrongViewSettings.UNIMATCH,
          StrongViewSettings.DUO_SEGNET);

  public ConsistencySettings {
    Check.given("mean_teacher", meanTeacher);
    Check.given("pseudo_labeling", pseudoLabeling);
    Check.given("vat", vat);
    Check.given("co_training", coTraining);
    Check.given("uni_match", uniMatch);
    Check.given("strong_views", strongViews);
  }
}
