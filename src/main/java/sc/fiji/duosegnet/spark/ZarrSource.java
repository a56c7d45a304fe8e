package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.imagej.ImagePart;
import sc.fiji.duosegnet.imagej.SegmentationOutput;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.zarr.PixelType;
import sc.fiji.duosegnet.zarr.ZarrOutput;
import sc.fiji.duosegnet.zarr.ZarrPlanes;

/** An OME-Zarr image as a task sees it, with the channels that were asked for. */
record ZarrSource(ZarrPlanes planes, List<Integer> channels) {

  /**
   * Opens the image.
   *
   * @throws IOException in one sentence, if it is not understood
   * @throws IllegalArgumentException in one sentence, if it has not the channels
   */
  static ZarrSource open(SegmentationJob job, ImageInput input) throws IOException {
    final ZarrPlanes planes = ZarrPlanes.open(Path.of(input.file()));
    return new ZarrSource(
        planes,
        job.channels().isBlank()
            ? null
            : ImagePart.numbers(input.name(), job.channels(), planes.channels()));
  }

  /** Returns a plane, axes x, y, channel. */
  RandomAccessibleInterval<? extends RealType<?>> plane(int number) {
    return planes.plane(number, channels);
  }

  /** Returns the folder of one of the image's results. */
  static Path target(ImageInput input, SegmentationStack stack) {
    return Path.of(input.target())
        .resolve(SegmentationOutput.baseName(input.title()) + "-" + stack.key() + ".zarr");
  }

  /** Returns the type of a result's pixels. */
  static PixelType type(SegmentationStack stack) {
    return stack == SegmentationStack.MASK ? PixelType.UINT8 : PixelType.FLOAT32;
  }

  /** Opens the results that are not finished yet. */
  static List<ZarrOutput> outputs(ImageInput input, List<SegmentationStack> stacks)
      throws IOException {
    final List<ZarrOutput> outputs = new ArrayList<>();
    for (final SegmentationStack stack : stacks) {
      outputs.add(ZarrOutput.open(target(input, stack)));
    }
    return outputs;
  }
}
