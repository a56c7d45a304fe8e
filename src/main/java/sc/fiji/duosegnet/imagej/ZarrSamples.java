package sc.fiji.duosegnet.imagej;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.zarr.OmeZarr;
import sc.fiji.duosegnet.zarr.ZarrPlanes;

/** The planes of OME-Zarr images as samples. What is not looked at is never read. */
final class ZarrSamples {

  private ZarrSamples() {}

  /**
   * Pairs the planes of an image with those of its masks.
   *
   * @param images the image
   * @param masks an image of the same size with one channel: 0 is background
   * @param channels numbers as for {@link ImagePart#of}; blank for all
   * @throws IOException in one sentence, if the masks are no such image
   */
  static List<Sample> labeled(Path images, Path masks, String channels) throws IOException {
    if (!OmeZarr.isImage(masks)) {
      throw new IOException(
          "Input 'labeled_folder' is the OME-Zarr image '"
              + images
              + "', but 'mask_folder' '"
              + masks
              + "' is none; give the masks of all its planes as OME-Zarr image.");
    }
    final ZarrPlanes planes = ZarrPlanes.open(images);
    final ZarrPlanes drawn = ZarrPlanes.open(masks);
    if (drawn.channels() != 1 || !size(drawn).equals(size(planes))) {
      throw new IOException(
          "Masks '"
              + masks
              + "' have "
              + size(drawn)
              + " in "
              + drawn.channels()
              + (drawn.channels() == 1 ? " channel" : " channels")
              + ", but image '"
              + images
              + "' has "
              + size(planes)
              + "; give masks of the same size in one channel.");
    }
    return samples(images, planes, drawn, channels);
  }

  private static String size(ZarrPlanes planes) {
    return planes.planes() + " planes of " + planes.width() + "x" + planes.height() + " pixels";
  }

  /**
   * Lists the planes of an image.
   *
   * @param images the image
   * @param channels numbers as for {@link ImagePart#of}; blank for all
   */
  static List<Sample> unlabeled(Path images, String channels) throws IOException {
    return samples(images, ZarrPlanes.open(images), null, channels);
  }

  private static List<Sample> samples(
      Path folder, ZarrPlanes planes, ZarrPlanes masksOrNull, String channels) {
    final String title = ImageFolder.stem(folder);
    final List<Integer> numbers =
        channels == null || channels.isBlank()
            ? null
            : ImagePart.numbers(title, channels, planes.channels());
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < planes.planes(); i++) {
      final int plane = i;
      samples.add(
          Sample.lazy(
              title + String.format(Locale.ROOT, "#%04d", plane + 1),
              () -> planes.plane(plane, numbers),
              masksOrNull == null ? null : () -> mask(masksOrNull.plane(plane)),
              planes::pixelSize));
    }
    return samples;
  }

  private static <T extends RealType<T>> RandomAccessibleInterval<T> mask(
      RandomAccessibleInterval<? extends RealType<?>> plane) {
    @SuppressWarnings("unchecked") // RealType is always of itself
    final RandomAccessibleInterval<T> typed = (RandomAccessibleInterval<T>) plane;
    return Views.hyperSlice(typed, 2, 0);
  }
}
