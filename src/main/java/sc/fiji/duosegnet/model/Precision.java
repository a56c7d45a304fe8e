package sc.fiji.duosegnet.model;

/** Precision of the arithmetic in training; weights are always kept in single precision. */
public enum Precision {
  /** Single precision throughout. */
  FLOAT32,
  /**
   * Convolutions and what surrounds them in bfloat16 where the processor has instructions for it
   * (AVX-512 BF16, AMX), single precision elsewhere.
   */
  BFLOAT16,
  /**
   * Convolutions and what surrounds them in half precision, on GPUs only. The loss is multiplied
   * before gradients are taken, so that small ones do not vanish; steps whose gradients overflow
   * are left out.
   */
  FLOAT16
}
