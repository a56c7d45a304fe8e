package sc.fiji.duosegnet.imagej;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.duosegnet.zarr.OmeZarr;

/**
 * The image files of a folder, and of its subfolders, in an order that is always the same. A folder
 * {@code name.zarr} of an OME-Zarr image counts as a file.
 */
public final class FileTree {

  /** Zarr, with what may follow the name while it is written. */
  private static final Pattern ZARR = Pattern.compile("\\.zarr(\\.partial|\\.older)?$");

  private final Path folder;
  private final List<Path> files;
  private final Map<Path, List<Path>> byStem;

  private FileTree(Path folder, List<Path> files) {
    this.folder = folder;
    this.files = files;
    byStem = files.stream().collect(Collectors.groupingBy(FileTree::stem));
  }

  /**
   * Lists files.
   *
   * @param folder folder to look in
   * @param pattern what file names must match, with the wildcards {@code *}, {@code ?} and {@code
   *     {a,b}}, upper and lower case alike; blank for all
   * @param recursive whether subfolders count
   * @param output folder of results; what is in it is left out, and if it is {@code folder} itself,
   *     what looks like a result of another file there
   * @throws IOException in one sentence, if the folder is missing or nothing matches
   * @throws IllegalArgumentException in one sentence, if the pattern is none
   */
  public static FileTree list(Path folder, String pattern, boolean recursive, Path output)
      throws IOException {
    final Path root = folder.toAbsolutePath().normalize();
    final Path results = output.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw new IOException(
          "Input 'input_folder' is '" + folder + "', which is not a folder; check the path.");
    }
    final PathMatcher matcher = matcher(pattern);
    final List<Path> found;
    try (Stream<Path> images = images(root, recursive).stream()) {
      found =
          images
              .map(root::relativize)
              .filter(path -> visible(path) && matcher.matches(lowerName(path)))
              .filter(path -> results.equals(root) || !root.resolve(path).startsWith(results))
              .sorted()
              .toList();
    }
    final List<Path> files = results.equals(root) ? withoutResults(found) : found;
    if (files.isEmpty()) {
      throw new IOException(
          "Folder '"
              + folder
              + "' has no file that matches '"
              + pattern
              + "'"
              + (recursive ? "" : " (subfolders are left out)")
              + "; check pattern and folder.");
    }
    return new FileTree(root, files);
  }

  /** Lists files and folders of OME-Zarr images, into which it does not look. */
  private static List<Path> images(Path root, boolean recursive) throws IOException {
    final List<Path> images = new ArrayList<>();
    Files.walkFileTree(
        root,
        Set.of(),
        recursive ? Integer.MAX_VALUE : 1,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && isZarr(folder, images)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              images.add(file);
            } else if (attributes.isDirectory()) {
              isZarr(file, images); // where subfolders are left out
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return images;
  }

  /** Tells whether a folder is one of Zarr, whole or in the making. */
  static boolean isZarr(Path folder) {
    return ZARR.matcher(lowerName(folder).toString()).find();
  }

  /** Tells whether a folder is one of Zarr; finished images are added. */
  private static boolean isZarr(Path folder, List<Path> images) {
    if (!isZarr(folder)) {
      return false;
    }
    if (lowerName(folder).toString().endsWith(".zarr") && OmeZarr.isImage(folder)) {
      images.add(folder);
    }
    return true;
  }

  private static PathMatcher matcher(String pattern) {
    final String text = pattern == null || pattern.isBlank() ? "*" : pattern.trim();
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + text.toLowerCase(Locale.ROOT));
    } catch (final PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Input 'pattern' is '" + pattern + "'; give one such as *.tif or scan-??.{tif,png}.", e);
    }
  }

  private static Path lowerName(Path path) {
    return Path.of(path.toFile().getName().toLowerCase(Locale.ROOT));
  }

  private static boolean visible(Path path) {
    for (final Path part : path) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> withoutResults(List<Path> files) {
    final Set<Path> stems =
        files.stream().map(FileTree::stem).collect(Collectors.toUnmodifiableSet());
    final List<Path> inputs = new ArrayList<>();
    for (final Path file : files) {
      final String stem = ImageFolder.stem(file);
      final boolean result =
          SegmentationStack.keys().stream()
              .filter(name -> stem.endsWith("-" + name))
              .map(name -> stem.substring(0, stem.length() - name.length() - 1))
              .anyMatch(name -> stems.contains(file.resolveSibling(name)));
      if (!result) {
        inputs.add(file);
      }
    }
    return inputs;
  }

  /** Returns the path without its extension. */
  static Path stem(Path file) {
    return file.resolveSibling(ImageFolder.stem(file));
  }

  /** Returns the folder, absolute. */
  public Path folder() {
    return folder;
  }

  /**
   * Returns the files of one part of the work, relative to the folder, in the order of their names:
   * every n-th, so that parts are alike.
   *
   * @param part number of the part, 1..parts
   * @param parts number of parts
   */
  public List<Path> part(int part, int parts) {
    final List<Path> own = new ArrayList<>();
    for (int i = part - 1; i < files.size(); i += parts) {
      own.add(files.get(i));
    }
    return own;
  }

  /** Returns another file that has the same name without its extension, or null. */
  public Path twin(Path file) {
    return byStem.get(stem(file)).stream()
        .filter(other -> !other.equals(file))
        .findFirst()
        .orElse(null);
  }

  /** Returns why a file with a {@link #twin} can't be segmented. */
  public static String twinProblem(Path twin) {
    return "Its results would be named as those of '" + twin + "'; rename one of the two.";
  }
}
