package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.Tensor;

/** Opens a model file in a JVM of its own. */
public final class SegmentElsewhere {

  private SegmentElsewhere() {}

  /**
   * Segments a model's own test image and a plane of nuclei.
   *
   * @param args model file, and the file for the values of both
   */
  public static void main(String[] args) throws IOException {
    try (ModelFile model = ModelFile.open(Path.of(args[0]));
        Segmenter segmenter = Segmenter.open(Path.of(args[0]), 0, 2)) {
      final float[] test = values(testImage(model.testInput(), segmenter));
      final float[] plane = values(plane(segmenter));
      final ByteBuffer bytes = ByteBuffer.allocate((test.length + plane.length) * Float.BYTES);
      bytes.asFloatBuffer().put(test).put(plane);
      Files.write(Path.of(args[1]), bytes.array());
    }
  }

  /** The model's test image, in the order image, row, column, channel. */
  static SegmentedPlane testImage(Tensor input, Segmenter segmenter) {
    final int[] shape = input.shape();
    return segmenter.segment(
        Views.moveAxis(ArrayImgs.floats(input.values(), shape[3], shape[2], shape[1]), 0, 2),
        () -> false);
  }

  /** A plane of an odd size. */
  static SegmentedPlane plane(Segmenter segmenter) {
    return segmenter.segment(Trainings.plane(33, 333, 217), () -> false);
  }

  /** Returns view 1, view 2, confidence and the critic's map, one after the other. */
  static float[] values(SegmentedPlane plane) {
    final int size = plane.view1().length;
    final float[] values = new float[4 * size];
    System.arraycopy(plane.view1(), 0, values, 0, size);
    System.arraycopy(plane.view2(), 0, values, size, size);
    System.arraycopy(plane.confidence(), 0, values, 2 * size, size);
    System.arraycopy(plane.critic(), 0, values, 3 * size, size);
    return values;
  }
}
