package sc.fiji.duosegnet.imagej;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sc.fiji.duosegnet.data.Sample;

/**
 * Images in folders, for commands that train.
 *
 * @param labeled images with masks
 * @param unlabeled images without masks, of other names; may be empty
 * @param description a sentence on where they came from
 */
public record FolderImages(List<Sample> labeled, List<Sample> unlabeled, String description) {

  /**
   * Lists the folders.
   *
   * @param images folder of the images with masks
   * @param masks folder of their masks
   * @param unlabeledOrNull folder of further images, or null
   * @param channels which channels of the images, such as {@code 1,3}; blank for all
   * @param recursive whether subfolders count, but those that are another of these folders
   * @throws IOException if a folder is missing or empty, or an image or mask has no counterpart
   * @throws IllegalArgumentException if an image is in both folders
   */
  public static FolderImages read(
      Path images, Path masks, File unlabeledOrNull, String channels, boolean recursive)
      throws IOException {
    final Subfolders subfolders =
        Subfolders.but(
            recursive, images, masks, unlabeledOrNull == null ? null : unlabeledOrNull.toPath());
    final List<Sample> labeled = ImageFolder.labeled(images, masks, channels, subfolders);
    final String description =
        "Folder '" + images.getFileName() + "' of " + labeled.size() + " images with masks";
    if (unlabeledOrNull == null) {
      return new FolderImages(labeled, List.of(), description + ".");
    }
    final List<Sample> unlabeled =
        ImageFolder.unlabeled(unlabeledOrNull.toPath(), channels, subfolders);
    checkNames(labeled, unlabeled, unlabeledOrNull);
    return new FolderImages(
        labeled,
        unlabeled,
        description
            + ", and folder '"
            + unlabeledOrNull.getName()
            + "' of "
            + unlabeled.size()
            + " images without.");
  }

  private static void checkNames(
      List<Sample> labeled, List<Sample> unlabeled, File unlabeledFolder) {
    final Set<String> known = new HashSet<>(names(labeled));
    for (final String name : names(unlabeled)) {
      if (known.contains(name)) {
        throw new IllegalArgumentException(
            "Image '"
                + name
                + "' is both in labeled_folder and in unlabeled_folder '"
                + unlabeledFolder
                + "'; rename it in one of them, or remove it if it is the same image.");
      }
    }
  }

  /** Returns the names, in the order of the samples. */
  public static List<String> names(List<Sample> samples) {
    return samples.stream().map(Sample::name).toList();
  }

  /** Returns all images. */
  public List<Sample> all() {
    final List<Sample> all = new ArrayList<>(labeled);
    all.addAll(unlabeled);
    return all;
  }
}
