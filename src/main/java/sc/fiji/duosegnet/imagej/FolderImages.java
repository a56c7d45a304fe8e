package sc.fiji.duosegnet.imagej;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.zarr.OmeZarr;

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
   * @param masks folder of their masks or files of ROIs; the folder of the images itself if it
   *     holds files of ROIs, and then its images without them are unlabeled
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
    final List<Sample> labeled;
    final List<Sample> unlabeled = new ArrayList<>();
    final String description;
    if (isSame(images, masks) && !OmeZarr.isImage(images)) {
      final OutlinedFolder folder = OutlinedFolder.read(images, channels, subfolders);
      labeled = folder.labeled();
      unlabeled.addAll(folder.unlabeled());
      description = folder.description(images);
    } else {
      labeled = ImageFolder.labeled(images, masks, channels, subfolders);
      description =
          "Folder '" + images.getFileName() + "' of " + labeled.size() + " images with masks";
    }
    if (unlabeledOrNull == null) {
      return new FolderImages(labeled, unlabeled, description + ".");
    }
    final List<Sample> further =
        ImageFolder.unlabeled(unlabeledOrNull.toPath(), channels, subfolders);
    final Set<String> known = new HashSet<>(names(labeled));
    known.addAll(names(unlabeled));
    checkNames(known, further, unlabeledOrNull);
    unlabeled.addAll(further);
    return new FolderImages(
        labeled,
        unlabeled,
        description
            + ", and folder '"
            + unlabeledOrNull.getName()
            + "' of "
            + further.size()
            + " images without.");
  }

  private static boolean isSame(Path first, Path second) {
    return first.toAbsolutePath().normalize().equals(second.toAbsolutePath().normalize());
  }

  private static void checkNames(Set<String> known, List<Sample> unlabeled, File unlabeledFolder) {
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
