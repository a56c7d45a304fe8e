package sc.fiji.duosegnet.benchmark;

import ij.IJ;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.imagej.ImagePlusAdapter;
import sc.fiji.duosegnet.imagej.SegmentationOutput;
import sc.fiji.duosegnet.imagej.SegmentationStack;

/** Segments a stack on the disk slice by slice, as Segment Image does, and looks at each slice. */
final class ScaleSegmentation {

  /** First line of the table of a run's course. */
  static final String COURSE = "slice,cpu_s_per_slice,resident_mb,heap_mb";

  private static final int FIELD = 512;
  private static final int PARTS = 20;
  private static final int WARMUP = 4;

  private ScaleSegmentation() {}

  /** Writes a 16-bit stack of synthetic nuclei, in which no two slices are the same. */
  static void write(Path file, int size, int slices) throws IOException {
    final short[] field = SyntheticNuclei.generate(1, FIELD, FIELD).pixels();
    final VirtualStack planes =
        new VirtualStack(size, size) {
          @Override
          public int getSize() {
            return slices;
          }

          @Override
          public int size() {
            return slices;
          }

          @Override
          public ImageProcessor getProcessor(int n) {
            final short[] pixels = new short[size * size];
            for (int y = 0; y < size; y++) {
              for (int x = 0; x < size; x++) {
                pixels[y * size + x] = field[y % FIELD * FIELD + (x + n) % FIELD];
              }
            }
            return new ShortProcessor(size, size, pixels, null);
          }

          @Override
          public String getSliceLabel(int n) {
            return "slice " + n;
          }
        };
    planes.setBitDepth(16);
    final FileSaver saver = new FileSaver(new ImagePlus("stack", planes));
    final boolean written =
        slices > 1 ? saver.saveAsTiffStack(file.toString()) : saver.saveAsTiff(file.toString());
    if (!written) {
      throw new IOException("'" + file + "' can't be written; is the disk full?");
    }
  }

  /**
   * Segments a stack.
   *
   * @param course takes a row for each part of the stack; null for none
   * @return columns of the result, see {@link ScaleRow}
   */
  static ScaleRow segment(Path stack, Path model, Path folder, Path course) throws IOException {
    final ImagePlus image =
        IJ.openVirtual(stack.toString()) == null
            ? IJ.openImage(stack.toString())
            : IJ.openVirtual(stack.toString());
    final ImagePlusAdapter planes = new ImagePlusAdapter(image);
    final int count = planes.planes();
    final double[] cpu = new double[count];
    final double[] seconds = new double[count];
    final List<String> rows = new ArrayList<>();
    ProcessState early = null;
    try (Segmenter segmenter = Segmenter.open(model, SegmenterOptions.of(0, "", 0), IJ::log);
        SegmentationOutput output =
            new SegmentationOutput(
                image, folder, SegmentationStack.parse("outputs", SegmentationStack.USUAL), true)) {
      for (int plane = 0; plane < count; plane++) {
        final double before = ScaleRow.processorSeconds();
        final long start = System.nanoTime();
        segmenter.segment(planes.plane(plane), 1, 1, output, () -> false);
        seconds[plane] = (System.nanoTime() - start) * 1e-9;
        cpu[plane] = ScaleRow.processorSeconds() - before;
        if (count >= PARTS && (plane + 1) % (count / PARTS) == 0) {
          final ProcessState state = ProcessState.now();
          early = early == null ? state : early;
          rows.add(
              String.format(
                  Locale.ROOT,
                  "%d,%.4f,%d,%d",
                  plane + 1,
                  mean(cpu, plane + 1 - count / PARTS, plane + 1),
                  state.residentKilobytes() / 1024,
                  state.heapKilobytes() / 1024));
        }
      }
      output.finish();
    }
    if (course != null) {
      Files.deleteIfExists(course);
      new CsvTable(course, COURSE).append(rows);
    }
    final int tenth = Math.max(1, count / 10);
    final int warm = Math.min(WARMUP, count - 1);
    final ProcessState end = ProcessState.now();
    return new ScaleRow(
        count,
        SpeedRow.median(seconds),
        mean(cpu, warm, count),
        count < 2 * PARTS
            ? Double.NaN
            : mean(cpu, count - tenth, count) / mean(cpu, warm, warm + tenth),
        early == null ? end : early,
        end);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }
}
