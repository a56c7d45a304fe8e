package sc.fiji.duosegnet.imagej;

/** What settings are and when to change them, for the tooltips of all dialogs that ask for them. */
public final class SettingHelp {

  /** Of the number of iterations of one training. */
  public static final String ITERATIONS =
      "Number of training steps. A few hundred are enough for a first look; raise it if the masks"
          + " were still getting better at the end.";

  /** Of the networks' width. */
  public static final String WIDTH =
      "Feature maps of the first level of each U-Net, 8 to 64; twice as many take two to four times"
          + " as long. Raise it for images of many kinds, lower it if memory is short.";

  /** Of the patch size. */
  public static final String PATCH_SIZE =
      "Width and height in pixels of the pieces of images that are trained on. Raise it if objects"
          + " do not fit in or need their surroundings to be told, lower it if memory is short.";

  /** Of the batch size. */
  public static final String BATCH_SIZE =
      "Number of labeled and of unlabeled patches in each step. Raise it if the losses jump about,"
          + " lower it if memory is short. At 1, strong views are not mixed with each other.";

  private SettingHelp() {}
}
