package sc.fiji.duosegnet.model;

/** Which labeled images each of the two views is trained on; a single one is trained on all. */
public enum LabelSplit {
  /** Each view has its own half of the labeled images, as in the authors' code. */
  DISJOINT,
  /** Both views have all labeled images, in orders of their own. */
  SHARED
}
