package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A package in a zip file of any program: in any order, stored or deflated, at the top or in a
 * folder, with further files beside it.
 */
final class ZipPackage implements PackageFiles {

  private final ZipFile zip;
  private final long size;
  private final Map<String, ZipEntry> entries = new HashMap<>();
  private final String folder;
  private final String description;

  /**
   * @throws ZipException if the file is damaged
   * @throws IOException in words for the end of a sentence, if it has too many entries
   */
  ZipPackage(final Path file) throws IOException {
    size = Files.size(file);
    zip = new ZipFile(file.toFile());
    try {
      list();
    } catch (final IOException e) {
      zip.close();
      throw e;
    } catch (final RuntimeException e) {
      zip.close();
      throw new ZipException(OneLine.of(e)); // names that are no text, and the like
    }
    final Optional<String> found =
        entries.keySet().stream()
            .filter(name -> ModelLayout.DESCRIPTIONS.contains(fileName(name)))
            .filter(name -> !name.startsWith("__MACOSX/"))
            .min(
                Comparator.comparingLong(ZipPackage::depth)
                    .thenComparingInt(name -> ModelLayout.DESCRIPTIONS.indexOf(fileName(name)))
                    .thenComparing(Comparator.naturalOrder()));
    description = found.map(ZipPackage::fileName).orElse(null);
    folder = found.map(name -> name.substring(0, name.length() - description.length())).orElse("");
  }

  private void list() throws IOException {
    if (zip.size() > ModelLayout.MAX_ENTRIES) {
      throw new IOException("has " + zip.size() + " entries, more than any model");
    }
    for (final Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      final ZipEntry entry = all.nextElement();
      if (!entry.isDirectory()) {
        entries.putIfAbsent(plain(entry.getName()), entry);
      }
    }
  }

  /** Some programs write names as Windows does, or from the current folder on. */
  static String plain(final String name) {
    final String slashes = name.replace('\\', '/');
    return slashes.startsWith("./") ? slashes.substring(2) : slashes;
  }

  private static long depth(final String name) {
    return name.chars().filter(c -> c == '/').count();
  }

  private static String fileName(final String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public Optional<String> description() {
    return Optional.ofNullable(description);
  }

  private ZipEntry entry(final String name) {
    return entries.get(folder + plain(name));
  }

  @Override
  public boolean has(final String name) {
    return entry(name) != null;
  }

  @Override
  public long packedSize(final String name) {
    return Math.min(size, entry(name).getCompressedSize()); // the latter is only claimed
  }

  @Override
  public InputStream open(final String name) throws IOException {
    final ZipEntry entry = entry(name);
    final InputStream in = zip.getInputStream(entry);
    if (in == null) {
      throw new ZipException("it is not there any more");
    }
    return in;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
