package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The images that are open when this is made, in the order of opening. They are known by their IDs,
 * since several may have the same title, of which ImageJ would only find the one opened first.
 */
final class OpenImages {

  private final List<Integer> ids = new ArrayList<>();
  private final List<String> labels;

  OpenImages() {
    final List<String> titles = new ArrayList<>();
    final int[] known = WindowManager.getIDList();
    for (final int id : known == null ? new int[0] : known) {
      final ImagePlus image = WindowManager.getImage(id);
      if (image != null) {
        ids.add(id);
        titles.add(image.getTitle());
      }
    }
    labels = labels(titles);
  }

  /** Returns the titles; those that several images have tell which of them is meant. */
  static List<String> labels(List<String> titles) {
    final List<String> labels = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      final String title = titles.get(i);
      final int count = Collections.frequency(titles, title);
      final int number = Collections.frequency(titles.subList(0, i + 1), title);
      labels.add(count == 1 ? title : title + " (opened as " + number + " of " + count + ")");
    }
    return labels;
  }

  /** Returns what the images are called, one label for each. */
  List<String> labels() {
    return Collections.unmodifiableList(labels);
  }

  /** Returns the index of an image, or -1 if it is not among these. */
  int indexOf(ImagePlus imageOrNull) {
    return imageOrNull == null ? -1 : ids.indexOf(imageOrNull.getID());
  }

  /** Returns an image, or null for index -1 and if it was closed since. */
  ImagePlus get(int index) {
    return index < 0 ? null : WindowManager.getImage(ids.get(index));
  }

  /** Returns a title that no open image has: the one given, or with a number behind it. */
  static String freeTitle(String title) {
    String free = title;
    for (int number = 1; WindowManager.getImage(free) != null; number++) {
      free = title + "-" + number;
    }
    return free;
  }
}
