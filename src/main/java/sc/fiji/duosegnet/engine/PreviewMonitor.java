package sc.fiji.duosegnet.engine;

import java.util.List;

/** Looks at images while they are learned from. Called from the thread of the training. */
public interface PreviewMonitor {

  /**
   * Says, once at the start, which images there are.
   *
   * @param labeled names of the validation images or, without any, of the labeled ones
   * @param unlabeled names of the unlabeled images
   */
  void choices(List<String> labeled, List<String> unlabeled);

  /** Returns which of them are to be shown next; asked after each iteration. */
  List<String> chosen();

  /** Shows the images chosen, in their order. */
  void show(List<Preview> previews);
}
