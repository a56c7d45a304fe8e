package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import javax.imageio.ImageIO;
import sc.fiji.duosegnet.data.WholeFile;
import sc.fiji.duosegnet.engine.Preview;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;

/**
 * Keeps files of a training's course up to date, for those who have no window to look at: {@code
 * history.csv}, a plot for each kind of curve and {@code preview.png}. Not thread-safe.
 */
public final class TrainingReport {

  private static final int PANEL = 200;

  /** Drawing all plots takes a fifth of a second or so. */
  private static final long NANOSECONDS_BETWEEN = 30_000_000_000L;

  private final Path folder;
  private final LongSupplier nanoTime;
  private History history = new History();
  private Long last;
  private IOException failure;

  /**
   * @param folder where the files go; made when the first is written
   * @param nanoTime the time, such as {@link System#nanoTime()}
   */
  public TrainingReport(Path folder, LongSupplier nanoTime) {
    this.folder = folder;
    this.nanoTime = nanoTime;
  }

  /** Returns the folder of a model's report: beside the model, named after it. */
  public static Path folder(Path modelFile) {
    final String name = String.valueOf(modelFile.getFileName());
    return modelFile.resolveSibling(name.replaceFirst("(\\.duosegnet)?\\.zip$", "") + "-training");
  }

  /** Forgets all rows, as the training begins anew. */
  public void clear() {
    history = new History();
  }

  /** Takes a row of the history; files are written from time to time only. */
  public void add(TrainingRow row) {
    history.follow(row);
    if (last == null || nanoTime.getAsLong() - last >= NANOSECONDS_BETWEEN) {
      write();
    }
  }

  /** Writes previews. */
  public void show(List<Preview> previews) {
    try {
      save("preview.png", PreviewSheet.draw(previews, PANEL));
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Writes all but the previews, as far as there is something to write. */
  public void write() {
    last = nanoTime.getAsLong();
    if (history.rows().isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      WholeFile.write(folder.resolve("history.csv"), history.toCsv());
      for (final TrainingCurves curves : TrainingCurves.values()) {
        final ImagePlus image = curves.image(history, curves.toString());
        if (image != null) {
          final String name = curves.name().toLowerCase(Locale.ROOT).replace('_', '-');
          save(name + ".png", image.getBufferedImage());
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void save(String name, BufferedImage picture) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    Files.createDirectories(folder);
    WholeFile.write(folder.resolve(name), bytes.toByteArray());
  }

  /**
   * Tells whether files could not be written, which must not end a training.
   *
   * @return a sentence, or null if all is well
   */
  public String problem() {
    return failure == null
        ? null
        : "The curves of the training can't be written to '"
            + folder
            + "' ("
            + failure.getMessage()
            + "); the model itself is not affected.";
  }
}
