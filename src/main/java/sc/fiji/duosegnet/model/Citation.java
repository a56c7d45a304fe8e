package sc.fiji.duosegnet.model;

/** The paper that describes Duo-SegNet. */
public final class Citation {

  /** Authors, title and place. */
  public static final String TEXT =
      "Peiris, H., Chen, Z., Egan, G., Harandi, M.: Duo-SegNet: Adversarial Dual-Views for"
          + " Semi-Supervised Medical Image Segmentation. MICCAI 2021, LNCS 12902, 428-438.";

  /** Digital object identifier. */
  public static final String DOI = "10.1007/978-3-030-87196-3_40";

  private Citation() {}

  /** Returns the address of the paper. */
  public static String link() {
    return "https://doi.org/" + DOI;
  }
}
