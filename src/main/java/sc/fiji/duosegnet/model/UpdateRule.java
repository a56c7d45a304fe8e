package sc.fiji.duosegnet.model;

/** How an optimizer changes the U-Nets' weights. */
public enum UpdateRule {
  /** SGD with momentum, as in the paper. */
  MOMENTUM,
  /** Adam (Kingma and Ba 2015), whose beta1 is the momentum setting; beta2 is 0.999. */
  ADAM
}
