package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.Function;
import sc.fiji.duosegnet.imagej.FileSegmentation;
import sc.fiji.duosegnet.imagej.FolderSummary;
import sc.fiji.duosegnet.imagej.SegmentationOutput;

/**
 * Segments one image file. Results are written to a folder of this attempt alone, since Spark may
 * start a task again on another machine while the first one is still at work, and moved then.
 *
 * @param job what all tasks have in common
 * @param attempts folder for those folders
 */
record FileTask(SegmentationJob job, String attempts)
    implements Function<ImageInput, FolderSummary.Row>, Serializable {

  @Override
  public FolderSummary.Row call(ImageInput input) {
    if (input.problem() != null) {
      return FolderSummary.Row.failed(input.name(), input.problem());
    }
    final Path target = Path.of(input.target());
    final Path file = Path.of(input.file());
    if (!job.overwrite()
        && SegmentationOutput.missing(input.title(), target, job.wanted()).isEmpty()) {
      return FolderSummary.Row.skipped(input.name());
    }
    final Path own = Path.of(attempts).resolve(UUID.randomUUID().toString());
    try (ModelPool.Lease lease = ModelPool.lease(job)) {
      final FolderSummary.Row row =
          new FileSegmentation(ZarrTasks.LABEL, job.channels(), job.wanted(), job.overwrite())
              .segment(
                  file,
                  input.name(),
                  target,
                  own,
                  lease.model(),
                  warning(),
                  ModelPool::interrupted);
      if (row.state() == FolderSummary.State.DONE) {
        move(own, target, job.overwrite());
      }
      return row;
    } catch (final CancellationException e) {
      throw e;
    } catch (final IOException | RuntimeException | OutOfMemoryError e) {
      return FolderSummary.Row.failed(input.name(), ZarrTasks.sentence(e));
    } finally {
      delete(own);
    }
  }

  private static Consumer<String> warning() {
    return sentence ->
        System.getLogger(FileTask.class.getName()).log(System.Logger.Level.WARNING, sentence);
  }

  private static void move(Path from, Path to, boolean overwrite) throws IOException {
    Files.createDirectories(to);
    for (final Path file : list(from)) {
      final Path result = to.resolve(from.relativize(file));
      // What has come in the meantime is another attempt's, or the user's.
      if (overwrite || !Files.exists(result, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(
            file, result, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Deletes a folder and the files in it, as far as possible. */
  static void delete(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        for (final Path file : list(folder)) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
      }
    } catch (final IOException e) {
      System.getLogger(FileTask.class.getName())
          .log(System.Logger.Level.WARNING, "Folder ''{0}'' could not be deleted", folder);
    }
  }
}
