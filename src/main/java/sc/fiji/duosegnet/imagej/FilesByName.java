package sc.fiji.duosegnet.imagej;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The files of a folder by name, which is the path below the folder without extension, such as
 * {@code plate1/a01}. Folders of Zarr are left out, and what {@link FolderWalk} leaves out.
 */
final class FilesByName {

  private final Path folder;
  private final SortedMap<String, Path> files;

  private FilesByName(Path folder, SortedMap<String, Path> files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Lists the files.
   *
   * @param input name of the input, for messages
   * @param folder folder to look in
   * @param subfolders which subfolders count; links to folders are followed
   * @throws IOException in one sentence, if the folder is missing or empty, or two files have one
   *     name
   */
  static FilesByName list(String input, Path folder, Subfolders subfolders) throws IOException {
    final FilesByName files = list(input, folder, subfolders, file -> true);
    if (files.files.isEmpty()) {
      throw new IOException(
          "Folder '"
              + folder
              + "' ("
              + input
              + ") holds no files"
              + (subfolders.included() ? "" : " (subfolders are left out)")
              + "; put the images into it.");
    }
    return files;
  }

  /**
   * Lists some of the files, maybe none.
   *
   * @param choice which of them
   * @throws IOException in one sentence, if the folder is missing, or two of these files have one
   *     name
   */
  static FilesByName list(
      String input, Path folder, Subfolders subfolders, FolderWalk.Choice choice)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "Input '" + input + "' is '" + folder + "', which is not a folder; check the path.");
    }
    final SortedMap<String, Path> byName = new TreeMap<>();
    for (final Path file : files(folder, subfolders)) {
      if (!choice.takes(file)) {
        continue;
      }
      final Path other = byName.put(name(folder, file), file);
      if (other != null) {
        throw new IOException(
            "Folder '"
                + folder
                + "' has both '"
                + folder.relativize(other)
                + "' and '"
                + folder.relativize(file)
                + "', which count as one name; rename or remove one.");
      }
    }
    return new FilesByName(folder, byName);
  }

  /** Returns the folder as it was given. */
  Path folder() {
    return folder;
  }

  /** Returns the files by their names, in order. */
  SortedMap<String, Path> files() {
    return files;
  }

  /** Returns the names that are not among others. */
  List<String> without(FilesByName others) {
    return files.keySet().stream().filter(name -> !others.files.containsKey(name)).toList();
  }

  /** Returns a file's path below the folder, for messages. */
  Path shown(String name) {
    return folder.relativize(files.get(name));
  }

  private static List<Path> files(Path root, Subfolders subfolders) throws IOException {
    return FolderWalk.list(
            root,
            subfolders.included(),
            folder -> !subfolders.leftOut().contains(folder.toAbsolutePath().normalize()))
        .files()
        .stream()
        .filter(file -> !FolderWalk.isDocument(file))
        .sorted()
        .toList();
  }

  private static String name(Path folder, Path file) {
    final StringJoiner name =
        new StringJoiner("/"); // alike on all systems, as it is in split files
    folder
        .relativize(file.resolveSibling(ImageFolder.stem(file)))
        .forEach(p -> name.add(p.toString()));
    return name.toString();
  }
}
