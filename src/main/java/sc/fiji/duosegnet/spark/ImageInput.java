package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.duosegnet.imagej.FileTree;
import sc.fiji.duosegnet.imagej.ImageFolder;
import sc.fiji.duosegnet.zarr.OmeZarr;

/**
 * An image to segment.
 *
 * @param file its file, or the folder of an OME-Zarr image, absolute
 * @param name what the report calls it
 * @param target folder of its results, absolute
 * @param problem why it can't be segmented, or null
 */
record ImageInput(String file, String name, String target, String problem) implements Serializable {

  /**
   * Lists what a job has to do.
   *
   * @throws IOException in one sentence, if there is nothing, or the input can't be read
   */
  static List<ImageInput> list(SegmentationJob job) throws IOException {
    final Path input = Path.of(job.input());
    if (OmeZarr.isImage(input)) {
      return List.of(
          new ImageInput(job.input(), String.valueOf(input.getFileName()), job.output(), null));
    }
    if (Files.isRegularFile(input)) {
      return listed(input, job.output());
    }
    final Path output = Path.of(job.output());
    final FileTree tree = FileTree.list(input, job.pattern(), job.recursive(), output);
    final List<ImageInput> images = new ArrayList<>();
    for (final Path file : tree.part(1, 1)) {
      final Path twin = tree.twin(file);
      final Path target = output.resolve(file).getParent();
      images.add(
          new ImageInput(
              tree.folder().resolve(file).toString(),
              file.toString(),
              String.valueOf(target),
              twin == null ? null : FileTree.twinProblem(twin)));
    }
    return images;
  }

  /** Reads a file with one path on each line, relative ones to the file's folder. */
  private static List<ImageInput> listed(Path list, String output) throws IOException {
    final List<ImageInput> images = new ArrayList<>();
    final Map<String, String> names = new HashMap<>();
    for (final String line : Files.readAllLines(list)) {
      if (!line.isBlank()) {
        final Path file = list.resolveSibling(line.trim()).normalize();
        final String other = names.putIfAbsent(ImageFolder.stem(file), line.trim());
        images.add(
            new ImageInput(
                file.toString(),
                line.trim(),
                output,
                other == null ? null : FileTree.twinProblem(Path.of(other))));
      }
    }
    if (images.isEmpty()) {
      throw new IOException("List '" + list + "' names no image; write one path on each line.");
    }
    return images;
  }

  /** Tells whether it is an OME-Zarr image. */
  boolean isZarr() {
    return OmeZarr.isImage(Path.of(file));
  }
}
