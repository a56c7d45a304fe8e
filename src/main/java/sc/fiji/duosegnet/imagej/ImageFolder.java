package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.model.PixelSize;
import sc.fiji.duosegnet.zarr.OmeZarr;

/**
 * Folders of images as samples, named by the path below the folder without extension. Each file
 * holds one image; extensions may differ between an image and its mask. What is no image is left
 * out, see {@link FilesByName}. The folder of an OME-Zarr image stands for its planes.
 */
public final class ImageFolder {

  private ImageFolder() {}

  /**
   * Pairs images and masks.
   *
   * @param images folder of images
   * @param masks folder of their masks, or of ROI files as ImageJ writes them ({@code .roi}, {@code
   *     .zip})
   * @return samples in the order of their names, whose files are opened when they are asked for
   * @throws IOException if a folder is missing or empty, two files have one stem, or an image or a
   *     mask has no counterpart
   */
  public static List<Sample> labeled(Path images, Path masks) throws IOException {
    return labeled(images, masks, "", Subfolders.NONE);
  }

  /**
   * The same with some channels of the images only, and subfolders.
   *
   * @param channels numbers as for {@link ImagePart#of}; blank for all
   * @param subfolders which of both folders count
   */
  public static List<Sample> labeled(
      Path images, Path masks, String channels, Subfolders subfolders) throws IOException {
    if (OmeZarr.isImage(images)) {
      return ZarrSamples.labeled(images, masks, channels);
    }
    final FilesByName imageFiles = FilesByName.list("labeled_folder", images, subfolders);
    final FilesByName maskFiles = FilesByName.list("mask_folder", masks, subfolders);
    complain("image", "mask", imageFiles, maskFiles);
    complain("mask", "image", maskFiles, imageFiles);
    final List<Sample> samples = new ArrayList<>();
    for (final Map.Entry<String, Path> entry : imageFiles.files().entrySet()) {
      samples.add(
          labeled(
              entry.getKey(), entry.getValue(), maskFiles.files().get(entry.getKey()), channels));
    }
    return samples;
  }

  /**
   * Lists images without masks.
   *
   * @param images folder of images
   * @return samples in the order of their names
   * @throws IOException if the folder is missing or empty, or two files have one stem
   */
  public static List<Sample> unlabeled(Path images) throws IOException {
    return unlabeled(images, "", Subfolders.NONE);
  }

  /**
   * The same with some channels only, and subfolders.
   *
   * @param channels numbers as for {@link ImagePart#of}; blank for all
   * @param subfolders which count
   */
  public static List<Sample> unlabeled(Path images, String channels, Subfolders subfolders)
      throws IOException {
    if (OmeZarr.isImage(images)) {
      return ZarrSamples.unlabeled(images, channels);
    }
    final List<Sample> samples = new ArrayList<>();
    for (final Map.Entry<String, Path> entry :
        FilesByName.list("unlabeled_folder", images, subfolders).files().entrySet()) {
      samples.add(unlabeled(entry.getKey(), entry.getValue(), channels));
    }
    return samples;
  }

  /** Returns a sample of an image file and its mask, or file of ROIs, opened when asked for. */
  static Sample labeled(String name, Path image, Path mask, String channels) {
    final AtomicReference<PixelSize> size = new AtomicReference<>();
    return Sample.lazy(
        name,
        () -> {
          final ImagePlusAdapter opened = single(image, channels);
          size.set(opened.pixelSize());
          return opened.plane(0);
        },
        () -> mask(image, mask),
        size::get);
  }

  /** Returns a sample of an image file without mask, opened when asked for. */
  static Sample unlabeled(String name, Path image, String channels) {
    return Sample.lazy(name, () -> single(image, channels).plane(0), null);
  }

  /** Returns the mask that a file holds, or the one that its ROIs make. */
  private static RandomAccessibleInterval<? extends RealType<?>> mask(Path image, Path mask) {
    try {
      if (!RoiFiles.isRoiFile(mask)) {
        return single(mask, "").mask(0);
      }
      final RandomAccessibleInterval<? extends RealType<?>> plane = single(image, "").plane(0);
      return RoiLabels.ofFile(
              Math.toIntExact(plane.dimension(0)),
              Math.toIntExact(plane.dimension(1)),
              RoiFiles.read(mask),
              "ROI file '" + mask + "'")
          .mask(0);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImagePlusAdapter single(Path file, String channels) {
    final ImagePlus image;
    try {
      image = ImagePart.of(ImageFiles.open(file), channels, null);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    final ImagePlusAdapter adapter = new ImagePlusAdapter(image);
    if (adapter.planes() != 1) {
      throw new IllegalArgumentException(
          "Image file '"
              + file
              + "' holds "
              + adapter.planes()
              + " slices; save them as one file each, or open the stack and use 'Train'.");
    }
    return adapter;
  }

  /** Returns a file's name without its extension. */
  public static String stem(Path file) {
    final String name = file.toFile().getName();
    final int dot =
        name.endsWith(".ome.zarr") ? name.length() - ".ome.zarr".length() : name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Says that files lack a counterpart, if there are such. */
  static void complain(String kind, String missing, FilesByName files, FilesByName others)
      throws IOException {
    final List<String> alone = files.without(others);
    if (!alone.isEmpty()) {
      throw new IOException(
          "The "
              + kind
              + " '"
              + files.shown(alone.get(0))
              + "' has no "
              + missing
              + " of the same name in '"
              + others.folder()
              + "' ("
              + alone.size()
              + " such "
              + kind
              + (alone.size() == 1 ? "" : "s")
              + "); add the "
              + missing
              + (alone.size() == 1 ? "" : "s")
              + " or take the "
              + kind
              + (alone.size() == 1 ? "" : "s")
              + " away.");
    }
  }
}
