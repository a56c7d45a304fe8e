package sc.fiji.duosegnet.model;

/** The two critics: one sees the shape of a mask, one only single pixels. */
public enum CriticKind {
  /** Strided 4x4 convolutions, resized to the mask's size: sees shape. */
  SPATIAL,
  /** 1x1 convolutions, as in the authors' code: its mean output can't see shape. */
  PIXEL
}
