package sc.fiji.duosegnet.imagej;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What lies in a folder, and in its subfolders, for all commands that take folders: one place for
 * what is left out. That is hidden files and folders; {@link #isDocument} tells what else can be.
 * Links are followed. One that leads to a folder above itself is left out, as the files there are
 * listed already; one that leads nowhere counts as a file, so that opening it says what is wrong.
 */
final class FolderWalk {

  /**
   * What lies beside images: notes and tables, also our own, files in the making, and what file
   * managers leave.
   */
  private static final Set<String> DOCUMENTS =
      Set.of(
          "csv", "tsv", "txt", "log", "md", "rtf", "pdf", "html", "htm", "doc", "docx", "odt",
          "xls", "xlsx", "ods", "ppt", "pptx", "odp", "json", "yaml", "yml", "xml", "ini", "db",
          "tmp");

  /** Zarr, with what may follow the name while it is written. */
  private static final Pattern ZARR = Pattern.compile("\\.zarr(\\.partial|\\.older)?$");

  /** A choice that may have to ask the file system. */
  interface Choice {
    boolean takes(Path path) throws IOException;
  }

  /**
   * What was found, in no order.
   *
   * @param files all visible files
   * @param zarrs folders of Zarr, whole or in the making, into which nobody has looked
   */
  record Found(List<Path> files, List<Path> zarrs) {}

  private FolderWalk() {}

  /**
   * Lists a folder.
   *
   * @param root the folder, which may be a link
   * @param recursive whether subfolders count
   * @param counts which of the subfolders do
   * @throws IOException if a folder can't be read
   */
  static Found list(Path root, boolean recursive, Choice counts) throws IOException {
    final Found found = new Found(new ArrayList<>(), new ArrayList<>());
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        recursive ? Integer.MAX_VALUE : 1,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.equals(root)) {
              return FileVisitResult.CONTINUE;
            }
            return isVisible(folder) && !addZarr(folder, found) && counts.takes(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isDirectory()) {
              addZarr(file, found); // where subfolders are left out
            } else if (isVisible(file)
                && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
              found.files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }
        });
    return found;
  }

  private static boolean addZarr(Path folder, Found found) {
    if (!ZARR.matcher(name(folder)).find()) {
      return false;
    }
    if (isVisible(folder)) {
      found.zarrs.add(folder);
    }
    return true;
  }

  private static boolean isVisible(Path path) {
    return !name(path).startsWith(".");
  }

  /** Tells by its extension whether a file is a text, a table or the like. */
  static boolean isDocument(Path file) {
    return DOCUMENTS.contains(extension(file));
  }

  /** Returns what follows the last dot, in lower case; the whole name if there is none. */
  static String extension(Path file) {
    return name(file).substring(name(file).lastIndexOf('.') + 1);
  }

  /** Returns the name in lower case. */
  static String name(Path path) {
    return path.toFile().getName().toLowerCase(Locale.ROOT);
  }
}
