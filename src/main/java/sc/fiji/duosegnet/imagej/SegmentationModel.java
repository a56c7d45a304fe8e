package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.engine.RowConsumer;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * A model for whoever segments images, with an eye on the size and depth of the images' pixels. Not
 * thread-safe.
 */
public final class SegmentationModel implements AutoCloseable {

  /** Bits of each of the three colors. */
  private static final int RGB_DEPTH = 8;

  private final Segmenter segmenter;
  private final String name;
  private final boolean match;

  private SegmentationModel(Segmenter segmenter, String name, boolean match) {
    this.segmenter = segmenter;
    this.name = name;
    this.match = match;
  }

  /**
   * Opens a model and checks that it can give what is wanted.
   *
   * @param options tiles, precision and threads
   * @param match whether images are scaled to the pixel size that the model was trained on
   * @param warning takes a sentence if memory is short, so that tiles are smaller
   * @return the model, which the caller closes
   * @throws IllegalArgumentException in one sentence, if the critic's map is wanted and the model
   *     has none, or the model's pixel size is wanted and not known
   */
  public static SegmentationModel open(
      Path modelFile,
      SegmenterOptions options,
      Set<SegmentationStack> wanted,
      boolean match,
      Consumer<String> warning)
      throws IOException {
    final boolean critic = wanted.contains(SegmentationStack.CRITIC);
    final Segmenter segmenter = Segmenter.open(modelFile, options.critic(critic), warning);
    final SegmentationModel model =
        new SegmentationModel(segmenter, String.valueOf(modelFile.getFileName()), match);
    try {
      model.check(wanted);
      return model;
    } catch (final IllegalArgumentException e) {
      segmenter.close();
      throw e;
    }
  }

  private void check(Set<SegmentationStack> wanted) {
    if (wanted.contains(SegmentationStack.CRITIC) && !segmenter.hasCritic()) {
      throw new IllegalArgumentException(
          "Input 'outputs' names 'critic', but model '"
              + name
              + "' ("
              + segmenter.description().settings().method().label()
              + ") has no critic's map; leave it out, or give a model newly trained with one of: "
              + Arrays.stream(Method.values())
                  .filter(Method::hasCritic)
                  .map(Method::label)
                  .collect(Collectors.joining(", "))
              + ".");
    }
    if (match && segmenter.description().pixelSize() == null) {
      throw new IllegalArgumentException(
          "Input 'match_pixel_size' is true, but model '"
              + name
              + "' was trained on images without one common pixel size; give"
              + " match_pixel_size=false, or train on calibrated images (Image > Properties).");
    }
  }

  /**
   * Compares an image's pixels with those that the model was trained on.
   *
   * @param warning takes one sentence if their size differs by more than 20 % and nothing is done
   *     about it, one if they have another bit depth, and one if they are gray and the model is not
   * @return how the image is to be scaled
   * @throws IllegalArgumentException in one sentence, if the sizes can't be compared and shall
   *     match
   */
  public PixelSize.Factor fit(ImagePlus image, Consumer<String> warning) {
    compareDepth(image, warning);
    compareChannels(image.getTitle(), new ImagePlusAdapter(image).channels(), warning);
    return factor(image.getTitle(), PixelSizes.of(image), warning);
  }

  private void compareDepth(ImagePlus image, Consumer<String> warning) {
    final int trained = segmenter.description().bitDepth();
    final int depth = image.getType() == ImagePlus.COLOR_RGB ? RGB_DEPTH : image.getBitDepth();
    if (trained != 0 && depth != trained) {
      warning.accept(
          "Image '"
              + image.getTitle()
              + "' has "
              + depth
              + " bits but model '"
              + name
              + "' was trained on images of "
              + trained
              + " bits; brightness and contrast are evened out, so this does harm only if the"
              + " conversion cut intensities off or made them coarse: then give the image as it was"
              + " recorded.");
    }
  }

  /**
   * Compares the number of an image's channels with the model's. A gray image is segmented by any
   * model, since models may be trained on gray and color images together; which they were, they do
   * not know.
   *
   * @param title what messages call the image
   * @param warning takes a sentence if the image is gray and the model is not
   */
  public void compareChannels(String title, long channels, Consumer<String> warning) {
    final int trained = segmenter.description().settings().network().channels();
    if (channels == 1 && trained > 1) {
      warning.accept(
          "Image '"
              + title
              + "' has 1 channel but model '"
              + name
              + "' takes "
              + trained
              + ", so that each gets the same; if the model was not trained on gray images too, give"
              + " an image of "
              + trained
              + " channels, or another model.");
    }
  }

  /**
   * The same as {@link #fit} for an image that is not open in ImageJ, by its pixels' size alone.
   *
   * @param title what messages call the image
   * @param size size of its pixels; null if it is not known
   */
  public PixelSize.Factor factor(String title, PixelSize size, Consumer<String> warning) {
    final PixelSize trained = segmenter.description().pixelSize();
    final PixelSize.Factor factor = trained == null || size == null ? null : size.in(trained);
    if (match && factor == null) {
      throw new IllegalArgumentException(
          "Input 'match_pixel_size' is true, but image '"
              + title
              + "' has "
              + (size == null ? "no calibration" : "pixels of " + size.text())
              + " and model '"
              + name
              + "' was trained on pixels of "
              + trained.text()
              + "; set the pixel size (Image > Properties), or give match_pixel_size=false.");
    }
    if (match) {
      return factor;
    }
    if (factor != null && factor.most() > PixelSize.TOLERANCE) {
      warning.accept(
          "Image '"
              + title
              + "' has pixels of "
              + size.text()
              + " but model '"
              + name
              + "' was trained on pixels of "
              + trained.text()
              + ", so the mask may be poor; give match_pixel_size=true, or a model trained on such"
              + " images.");
    }
    return PixelSize.Factor.NONE;
  }

  /**
   * Segments one plane.
   *
   * @param plane axes x, y, channel
   * @param factor how it is scaled before; the result is of the plane's size
   * @param canceled asked some times a second
   * @throws java.util.concurrent.CancellationException if canceled
   */
  public SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      PixelSize.Factor factor,
      BooleanSupplier canceled) {
    return segmenter.segment(plane, factor.x(), factor.y(), canceled);
  }

  /**
   * Segments one plane and passes the results on from top to bottom.
   *
   * @param plane axes x, y, channel
   * @param factor how it is scaled before; the results are of the plane's width
   * @param rows takes what {@link #segment} gives for the plane
   * @param canceled asked some times a second
   * @throws IOException if the rows can't be written
   * @throws java.util.concurrent.CancellationException if canceled
   */
  public void segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      PixelSize.Factor factor,
      RowConsumer rows,
      BooleanSupplier canceled)
      throws IOException {
    try {
      segmenter.segment(plane, factor.x(), factor.y(), rows, canceled);
    } catch (final UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Segments a part of a plane, which is not scaled.
   *
   * @param plane axes x, y, channel
   * @param scaling what {@link #scaling} gives for the whole plane
   * @param region part of the plane, [x, y]
   * @return the region's pixels of what {@link #segment} gives for the whole plane
   */
  public SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      Scaling scaling,
      Interval region,
      BooleanSupplier canceled) {
    return segmenter.segment(plane, scaling, region, canceled);
  }

  /** Works out how the intensities of a plane (axes x, y, channel) are normalized. */
  public Scaling scaling(RandomAccessibleInterval<? extends RealType<?>> plane) {
    return segmenter.scaling(plane);
  }

  @Override
  public void close() {
    segmenter.close();
  }
}
