package sc.fiji.duosegnet.model;

/**
 * Mean Teacher (Tarvainen and Valpola 2017): the networks follow the moving averages of their own
 * weights on noisy unlabeled images.
 *
 * @param weight weight of the consistency term
 * @param ramp its course over the run
 * @param noise standard deviation of the teacher's input noise, in units of the normalized images'
 *     standard deviation
 * @param noiseLimit largest absolute value of that noise
 */
public record MeanTeacherSettings(double weight, Ramp ramp, double noise, double noiseLimit) {

  /** The usual values for segmentation; the weight is the upper end of the usual range. */
  public static final MeanTeacherSettings DEFAULT =
      new MeanTeacherSettings(1.0, new Ramp(0, 0.4), 0.1, 0.2);

  public MeanTeacherSettings {
    Check.within("mean_teacher.weight", weight, 0, 1000);
    Check.given("mean_teacher.ramp", ramp);
    Check.within("mean_teacher.noise", noise, 0, 10);
    Check.within("mean_teacher.noise_limit", noiseLimit, 0, 100);
  }
}
