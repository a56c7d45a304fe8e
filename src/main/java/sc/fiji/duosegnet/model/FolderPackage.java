package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A package that was unzipped: the folder of its description, or the one around that. */
final class FolderPackage implements PackageFiles {

  private final Path folder;
  private final String description;

  FolderPackage(final Path given) throws IOException {
    Path found = given;
    String name = descriptionIn(given);
    if (name == null) {
      try (Stream<Path> list = Files.list(given)) {
        final List<Path> inner =
            list.limit(ModelLayout.MAX_ENTRIES)
                .filter(path -> descriptionIn(path) != null)
                .sorted()
                .toList();
        if (!inner.isEmpty()) {
          found = inner.get(0);
          name = descriptionIn(found);
        }
      }
    }
    folder = found.toRealPath();
    description = name;
  }

  private static String descriptionIn(final Path folder) {
    return ModelLayout.DESCRIPTIONS.stream()
        .filter(name -> Files.isRegularFile(folder.resolve(name)))
        .findFirst()
        .orElse(null);
  }

  @Override
  public Optional<String> description() {
    return Optional.ofNullable(description);
  }

  /** Returns the file of a name; null if there is none, or it lies elsewhere. */
  private Path file(final String name) {
    try {
      final Path file = folder.resolve(ZipPackage.plain(name)).toRealPath();
      return file.startsWith(folder) && Files.isRegularFile(file) ? file : null;
    } catch (final IOException | InvalidPathException e) {
      return null;
    }
  }

  @Override
  public boolean has(final String name) {
    return file(name) != null;
  }

  @Override
  public long packedSize(final String name) throws IOException {
    return Files.size(file(name));
  }

  @Override
  public InputStream open(final String name) throws IOException {
    return Files.newInputStream(file(name));
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
