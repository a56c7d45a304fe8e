package sc.fiji.duosegnet.spark;

import java.io.Serializable;
import java.util.List;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.model.PixelSize;
import sc.fiji.duosegnet.zarr.Block;

/** What tasks on OME-Zarr images get and give. */
final class ZarrWork {

  private ZarrWork() {}

  /** What is to be done with a plane or block of an image, or what was wrong with it. */
  interface Result extends Serializable {

    /** Returns the image's number in the job. */
    int image();

    /** Returns one sentence, or null. */
    String problem();
  }

  /**
   * How an image's planes are scaled.
   *
   * @param factorX columns that the networks see for each of the image's; 1 for none
   * @param factorY the same for rows
   */
  record Survey(int image, double factorX, double factorY, String problem) implements Result {

    PixelSize.Factor factor() {
      return new PixelSize.Factor(factorX, factorY);
    }
  }

  /**
   * How a plane's intensities are normalized.
   *
   * @param scaling of the whole plane; null if something was wrong
   */
  record PlaneScaling(int image, int plane, Scaling scaling, String problem) implements Result {}

  /** A plane of an image. */
  record Plane(int image, ImageInput input, int plane) implements Serializable {}

  /**
   * A block of an image.
   *
   * @param level array of the pyramid, 0 for the full size
   * @param stacks results that are not finished
   * @param scalings of the block's planes; null if the block is made of whole planes
   * @param survey how planes are scaled
   */
  record Piece(
      int image,
      ImageInput input,
      int level,
      Block block,
      List<SegmentationStack> stacks,
      List<Scaling> scalings,
      Survey survey)
      implements Serializable {}

  /**
   * What a block gave.
   *
   * @param pixels segmented now; 0 if it was there
   * @param foreground how many of them are foreground
   * @param confidence sum of their confidence
   */
  record Segmented(
      int image, long pixels, long foreground, double confidence, double seconds, String problem)
      implements Result {}
}
