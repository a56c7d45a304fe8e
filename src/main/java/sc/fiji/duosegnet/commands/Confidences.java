package sc.fiji.duosegnet.commands;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.imagej.ConfidencePlanes;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.LeastConfident;
import sc.fiji.duosegnet.imagej.SegmentationModel;
import sc.fiji.duosegnet.model.PixelSize;

/** Masks of planes and how sure they are, from a model or from what a model has made before. */
interface Confidences extends AutoCloseable {

  /**
   * Shows one plane to those who keep the least confident ones.
   *
   * @param plane its number, from 0
   * @param canceled asked some times a second where it takes long
   * @throws java.util.concurrent.CancellationException if canceled
   */
  void show(int plane, LeastConfident least, BooleanSupplier canceled) throws IOException;

  @Override
  void close();

  /**
   * Segments planes with a model, which is closed with this.
   *
   * @param match whether planes are scaled to the pixel size that the model was trained on
   * @param warning takes a sentence if the image's pixels are not those of the model
   * @throws IllegalArgumentException in one sentence, if the sizes can't be compared and shall
   *     match
   */
  static Confidences ofModel(
      ImagePlus image, Path modelFile, boolean match, Consumer<String> warning) throws IOException {
    final ImagePlusAdapter planes = new ImagePlusAdapter(image);
    final SegmentationModel model =
        SegmentationModel.open(modelFile, SegmenterOptions.of(0, "", 0), Set.of(), match, warning);
    final PixelSize.Factor factor;
    try {
      factor = model.fit(image, warning);
    } catch (final IllegalArgumentException e) {
      model.close();
      throw e;
    }
    return new Confidences() {
      @Override
      public void show(int plane, LeastConfident least, BooleanSupplier canceled)
          throws IOException {
        final MaskRows rows = new MaskRows(image.getWidth(), image.getHeight());
        model.segment(planes.plane(plane), factor, rows, canceled);
        least.add(plane, rows.confidence(), rows::mask);
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }

  /**
   * Reads planes of a segmentation.
   *
   * @param image the image that was segmented
   * @param prediction its mask
   * @param confidence its confidence
   * @throws IllegalArgumentException in one sentence, if the sizes differ
   */
  static Confidences ofImages(ImagePlus image, ImagePlus prediction, ImagePlus confidence) {
    Images.checkSize("Prediction", prediction, "image", image);
    final ImagePlusAdapter masks = new ImagePlusAdapter(prediction);
    final ConfidencePlanes confidences = new ConfidencePlanes(confidence, "image", image);
    return new Confidences() {
      @Override
      public void show(int plane, LeastConfident least, BooleanSupplier canceled) {
        least.add(plane, ConfidencePlanes.mean(confidences.plane(plane)), () -> masks.mask(plane));
      }

      @Override
      public void close() {
        // The images stay open.
      }
    };
  }
}
