package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.duosegnet.imagej.FileTree;
import sc.fiji.duosegnet.imagej.SegmentationOutput;
import sc.fiji.duosegnet.imagej.ZarrStack;
import sc.fiji.duosegnet.zarr.OmeZarr;

/**
 * An image to segment.
 *
 * @param file its file, or the folder of an OME-Zarr image, absolute
 * @param name what the report calls it
 * @param title what its results are named after
 * @param target folder of its results, absolute
 * @param problem why it can't be segmented, or null
 */
record ImageInput(String file, String name, String title, String target, String problem)
    implements Serializable {

  /**
   * Lists what a job has to do. Each series of a folder with several ones is an image of its own.
   *
   * @throws IOException in one sentence, if there is nothing, or the input can't be read
   */
  static List<ImageInput> list(SegmentationJob job) throws IOException {
    final Path input = Path.of(job.input());
    final List<ImageInput> images = new ArrayList<>();
    if (OmeZarr.isImage(input)) {
      addSeries(images, of(input, String.valueOf(input.getFileName()), job.output(), null));
    } else if (Files.isRegularFile(input)) {
      addListed(images, input, job.output());
    } else {
      addFolder(images, job);
    }
    return withoutTwins(images);
  }

  private static ImageInput of(Path file, String name, String target, String problem) {
    return new ImageInput(file.toString(), name, file.toFile().getName(), target, problem);
  }

  private static void addFolder(List<ImageInput> images, SegmentationJob job) throws IOException {
    final Path output = Path.of(job.output());
    final FileTree tree =
        FileTree.list(Path.of(job.input()), job.pattern(), job.recursive(), output);
    for (final Path file : tree.part(1, 1)) {
      final Path twin = tree.twin(file);
      addSeries(
          images,
          of(
              tree.folder().resolve(file),
              file.toString(),
              String.valueOf(output.resolve(file).getParent()),
              twin == null ? null : FileTree.twinProblem(twin)));
    }
  }

  /** Reads a file with one path on each line, relative ones to the file's folder. */
  private static void addListed(List<ImageInput> images, Path list, String output)
      throws IOException {
    final List<String> lines;
    try {
      lines = Files.readAllLines(list);
    } catch (final CharacterCodingException e) {
      throw new IOException(
          "Argument 'input' is '"
              + list
              + "', which is no text in UTF-8; give a folder, an OME-Zarr image, or a text file with"
              + " one path on each line.",
          e);
    }
    for (final String line : lines) {
      if (!line.isBlank()) {
        final Path file = list.resolveSibling(line.trim()).normalize();
        addSeries(images, of(file, line.trim(), output, null));
      }
    }
    if (images.isEmpty()) {
      throw new IOException("List '" + list + "' names no image; write one path on each line.");
    }
  }

  private static void addSeries(List<ImageInput> images, ImageInput input) {
    if (input.problem() != null || !input.isZarr()) {
      images.add(input);
      return;
    }
    final Path folder = Path.of(input.file());
    try {
      final List<Path> series = OmeZarr.series(folder);
      for (int i = 0; i < series.size(); i++) {
        images.add(
            new ImageInput(
                series.get(i).toString(),
                series.size() == 1 ? input.name() : input.name() + "/" + i,
                ZarrStack.title(folder, i, series.size()),
                input.target(),
                null));
      }
    } catch (final IOException e) {
      images.add(of(folder, input.name(), input.target(), ZarrTasks.sentence(e)));
    }
  }

  /** Refuses images whose results would take the place of an earlier one's. */
  private static List<ImageInput> withoutTwins(List<ImageInput> images) {
    final Map<Path, String> names = new HashMap<>();
    final List<ImageInput> checked = new ArrayList<>();
    for (final ImageInput image : images) {
      final Path results =
          Path.of(image.target()).resolve(SegmentationOutput.baseName(image.title()));
      final String other =
          image.problem() == null ? names.putIfAbsent(results, image.name()) : null;
      checked.add(other == null ? image : image.refused(FileTree.twinProblem(Path.of(other))));
    }
    return checked;
  }

  private ImageInput refused(String reason) {
    return new ImageInput(file, name, title, target, reason);
  }

  /** Tells whether it is an OME-Zarr image. */
  boolean isZarr() {
    return OmeZarr.isImage(Path.of(file));
  }
}
