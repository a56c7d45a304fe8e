package sc.fiji.duosegnet.ui;

import java.util.ArrayList;
import java.util.List;

/** Which labeled and which unlabeled image is shown. Thread-safe. */
final class PreviewChoice {

  private volatile String labeled;
  private volatile String unlabeled;

  /** Chooses a labeled image; null for none. */
  void labeled(String name) {
    labeled = name;
  }

  /** Chooses an unlabeled image; null for none. */
  void unlabeled(String name) {
    unlabeled = name;
  }

  /** Returns the names of the images chosen, the labeled one first. */
  List<String> names() {
    final List<String> names = new ArrayList<>();
    if (labeled != null) {
      names.add(labeled);
    }
    if (unlabeled != null) {
      names.add(unlabeled);
    }
    return names;
  }

  /** Chooses the first image of each kind. */
  void first(List<String> labeledNames, List<String> unlabeledNames) {
    labeled = labeledNames.isEmpty() ? null : labeledNames.get(0);
    unlabeled = unlabeledNames.isEmpty() ? null : unlabeledNames.get(0);
  }
}
