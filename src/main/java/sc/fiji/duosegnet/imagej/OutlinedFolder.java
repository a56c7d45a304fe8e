package sc.fiji.duosegnet.imagej;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import sc.fiji.duosegnet.data.Sample;

/**
 * A folder of images of which some have a file of ROIs ({@code .roi}, {@code .zip}) of the same
 * name beside them: these are the labeled ones.
 *
 * @param labeled images with ROIs, in the order of their names
 * @param unlabeled the others; may be empty
 */
record OutlinedFolder(List<Sample> labeled, List<Sample> unlabeled) {

  private static final String INPUT = "labeled_folder";

  /**
   * Lists the folder.
   *
   * @param channels numbers as for {@link ImagePart#of}; blank for all
   * @param subfolders which count
   * @throws IOException in one sentence, if the folder holds no file of ROIs, or one without image
   */
  static OutlinedFolder read(Path folder, String channels, Subfolders subfolders)
      throws IOException {
    final FilesByName rois = FilesByName.list(INPUT, folder, subfolders, RoiFiles::isRoiFile);
    final FilesByName images =
        FilesByName.list(INPUT, folder, subfolders, file -> !RoiFiles.isRoiFile(file));
    if (rois.files().isEmpty()) {
      throw new IOException(
          "Folder '"
              + folder
              + "' is both labeled_folder and mask_folder, but holds no file of ROIs; save the"
              + " outlines of an image beside it, such as a.zip of a.tif (ROI Manager: More > Save),"
              + " or give the folder of the masks.");
    }
    ImageFolder.complain("ROI file", "image", rois, images);
    final List<Sample> labeled = new ArrayList<>();
    final List<Sample> unlabeled = new ArrayList<>();
    final SortedMap<String, Path> outlines = rois.files();
    for (final Map.Entry<String, Path> image : images.files().entrySet()) {
      final String name = image.getKey();
      if (outlines.containsKey(name)) {
        labeled.add(ImageFolder.labeled(name, image.getValue(), outlines.get(name), channels));
      } else {
        unlabeled.add(ImageFolder.unlabeled(name, image.getValue(), channels));
      }
    }
    return new OutlinedFolder(labeled, unlabeled);
  }

  /** Says what there is, as the beginning of a sentence. */
  String description(Path folder) {
    return "Folder '"
        + folder.getFileName()
        + "' of "
        + labeled.size()
        + " images with outlines and "
        + unlabeled.size()
        + " without";
  }
}
