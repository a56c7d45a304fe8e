package sc.fiji.duosegnet.imagej;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
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
 * The image files of a folder, and of its subfolders, in an order that is always the same, also
 * while other runs write results beside them. A folder {@code name.zarr} of an OME-Zarr image
 * counts as a file. What {@link FolderWalk} leaves out and files of ROIs are left out.
 */
public final class FileTree {

  /** The number of a series, before the extension if the results' names keep it. */
  private static final Pattern SERIES = Pattern.compile("-\\d+(?=(\\.[^.]*)?$)");

  private final Path folder;
  private final List<Path> files;
  private final Map<Path, List<Path>> byResults;

  private FileTree(Path folder, List<Path> files) {
    this.folder = folder;
    this.files = files;
    byResults = files.stream().collect(Collectors.groupingBy(FileTree::results));
  }

  /**
   * Lists files.
   *
   * @param folder folder to look in
   * @param pattern what file names must match, with the wildcards {@code *}, {@code ?} and {@code
   *     {a,b}}, upper and lower case alike; blank for all. Texts and tables count only if it ends
   *     with their extension, as some are read as images: {@code *.xml}
   * @param recursive whether subfolders count
   * @param output folder of results; what is in it is left out, and if it is {@code folder} itself,
   *     what looks like a result of another file there
   * @throws IOException in one sentence, if the folder is missing or nothing matches
   * @throws IllegalArgumentException in one sentence, if the pattern is none
   */
  public static FileTree list(Path folder, String pattern, boolean recursive, Path output)
      throws IOException {
    final Path root = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw new IOException(
          "Input 'input_folder' is '" + folder + "', which is not a folder; check the path.");
    }
    final PathMatcher matcher = matcher(pattern);
    final FolderWalk.Found found =
        FolderWalk.list(root, recursive, subfolder -> !isSame(subfolder, output));
    // Of all files, as the pattern may leave out those that results were made of.
    final Set<Path> results = isSame(root, output) ? namesOfResults(found) : Set.of();
    final List<Path> files = new ArrayList<>();
    for (final Path file : found.files()) {
      if (matcher.matches(lowerName(file))
          && (!FolderWalk.isDocument(file) || names(pattern, FolderWalk.extension(file)))
          && !isResult(file, results)
          && !isRoiFile(file)) {
        files.add(root.relativize(file));
      }
    }
    for (final Path zarr : found.zarrs()) {
      if (matcher.matches(lowerName(zarr)) && !isResult(zarr, results) && isImage(zarr)) {
        files.add(root.relativize(zarr));
      }
    }
    if (files.isEmpty()) {
      throw new IOException(
          "Folder '"
              + folder
              + "' has no "
              + (isBlank(pattern) ? "image file" : "file that matches '" + pattern + "'")
              + (recursive ? "" : " (subfolders are left out)")
              + "; check pattern and folder.");
    }
    files.sort(null);
    return new FileTree(root, files);
  }

  /** Tells whether two paths are one folder, by whichever links. */
  private static boolean isSame(Path folder, Path output) throws IOException {
    return Files.exists(output) && Files.isSameFile(folder, output);
  }

  private static boolean isImage(Path zarr) {
    return FolderWalk.name(zarr).endsWith(".zarr") && OmeZarr.isImage(zarr);
  }

  /** Tells whether a file holds ROIs; what is no zip file in spite of its name does not. */
  private static boolean isRoiFile(Path file) {
    try {
      return RoiFiles.isRoiFile(file);
    } catch (final IOException e) {
      return false; // opening it says what is wrong
    }
  }

  private static boolean isBlank(String pattern) {
    return pattern == null || pattern.isBlank();
  }

  /** Tells whether a pattern such as {@code *.{tif,xml}} names an extension. */
  private static boolean names(String pattern, String extension) {
    if (isBlank(pattern) || !pattern.contains(".")) {
      return false;
    }
    final String end = pattern.substring(pattern.lastIndexOf('.')).toLowerCase(Locale.ROOT);
    return List.of(end.split("\\W+")).contains(extension);
  }

  private static PathMatcher matcher(String pattern) {
    final String text = isBlank(pattern) ? "*" : pattern.trim();
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + text.toLowerCase(Locale.ROOT));
    } catch (final PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Input 'pattern' is '" + pattern + "'; give one such as *.tif or scan-??.{tif,png}.", e);
    }
  }

  private static Path lowerName(Path path) {
    return Path.of(FolderWalk.name(path));
  }

  /** Returns what the results of a file are named after, in their folder. */
  private static Path results(Path file) {
    return file.resolveSibling(SegmentationOutput.baseName(file.toFile().getName()));
  }

  /** Returns what results, and masks that were drawn, can be named after, in their folders. */
  private static Set<Path> namesOfResults(FolderWalk.Found found) {
    return Stream.concat(found.files().stream(), found.zarrs().stream())
        .filter(file -> !FolderWalk.isDocument(file))
        .flatMap(file -> Stream.of(results(file), file.resolveSibling(ImageFolder.stem(file))))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Tells whether a file is named as a result of another one, or of one of its series.
   *
   * @param names what results are named after
   */
  private static boolean isResult(Path file, Set<Path> names) {
    final String stem = ImageFolder.stem(file);
    return SegmentationStack.keys().stream()
        .filter(key -> stem.endsWith("-" + key))
        .map(key -> stem.substring(0, stem.length() - key.length() - 1))
        .flatMap(name -> Stream.of(name, SERIES.matcher(name).replaceFirst("")))
        .anyMatch(name -> names.contains(file.resolveSibling(name)));
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

  /** Returns another file whose results have the same names, or null. */
  public Path twin(Path file) {
    return byResults.get(results(file)).stream()
        .filter(other -> !other.equals(file))
        .findFirst()
        .orElse(null);
  }

  /** Returns why a file with a {@link #twin} can't be segmented. */
  public static String twinProblem(Path twin) {
    return "Its results would be named as those of '" + twin + "'; rename one of the two.";
  }
}
