package sc.fiji.duosegnet.model;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads the files of a model's package, which may come from anywhere: within limits of size, and
 * without leaving the folder it unpacks to. All messages begin with the package's name.
 */
final class PackageReader implements AutoCloseable {

  private static final String COPY_AGAIN = "; copy or download it again.";
  private static final String GIVE_MODEL = "; give a model file that training wrote.";

  private final Path file;
  private final PackageFiles files;

  private PackageReader(final Path file, final PackageFiles files) {
    this.file = file;
    this.files = files;
  }

  /**
   * Opens a package.
   *
   * @param file a zip file, or the folder of an unzipped one, or the description in that
   */
  static PackageReader open(final Path file) throws IOException {
    if (!Files.exists(file)) {
      throw problem(file, "does not exist" + GIVE_MODEL);
    }
    final Path folder = file.toAbsolutePath().getParent();
    if (ModelLayout.DESCRIPTIONS.contains(String.valueOf(file.getFileName())) && folder != null) {
      return new PackageReader(file, new FolderPackage(folder));
    }
    if (Files.isDirectory(file)) {
      return new PackageReader(file, new FolderPackage(file));
    }
    if (!startsLikeZip(file)) {
      throw problem(file, "is not a zip file" + GIVE_MODEL);
    }
    try {
      return new PackageReader(file, new ZipPackage(file));
    } catch (final ZipException e) {
      throw new IOException(
          "Model file '" + file + "' is incomplete or damaged (" + OneLine.of(e) + ")" + COPY_AGAIN,
          e);
    } catch (final FileSystemException e) {
      throw unreadable(file, e);
    } catch (final IOException e) {
      throw new IOException("Model file '" + file + "' " + OneLine.of(e) + GIVE_MODEL, e);
    }
  }

  /** Makes the error of this file with a sentence's rest. */
  static IOException problem(final Path file, final String rest) {
    return new IOException("Model file '" + file + "' " + rest);
  }

  /** Returns the bytes of the package's description. */
  byte[] description() throws IOException {
    final Optional<String> description = files.description();
    if (description.isEmpty()) {
      throw problem(
          file,
          (Files.isDirectory(file) ? "is a folder" : "is a zip file")
              + " without "
              + ModelLayout.RDF
              + ", so not a model"
              + GIVE_MODEL);
    }
    return read(description.get(), ModelLayout.MAX_RDF_BYTES);
  }

  /** Returns an entry's bytes. */
  byte[] read(final String entry, final long limit) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copy(entry, bytes, limit);
    return bytes.toByteArray();
  }

  /** Returns an entry's bytes, if their checksum is the one that the description gives. */
  byte[] read(final RdfReader.Source source, final long limit) throws IOException {
    final byte[] bytes = read(source.entry(), limit);
    final MessageDigest digest = Sha256.digest();
    digest.update(bytes);
    compare(source, digest);
    return bytes;
  }

  /** Returns the tensor of an entry whose checksum is right. */
  Tensor tensor(final RdfReader.Source source) throws IOException {
    final byte[] bytes = read(source, ModelLayout.MAX_TENSOR_BYTES);
    try {
      return NpyFile.read(bytes);
    } catch (final IOException e) {
      throw damaged(source.entry(), e);
    }
  }

  /** Compares an entry's checksum with the one that the description gives. */
  void verify(final RdfReader.Source source, final long limit) throws IOException {
    final MessageDigest digest = Sha256.digest();
    copy(source.entry(), new DigestOutputStream(OutputStream.nullOutputStream(), digest), limit);
    compare(source, digest);
  }

  private void compare(final RdfReader.Source wanted, final MessageDigest found)
      throws IOException {
    final String hex = Sha256.hex(found);
    if (!hex.equalsIgnoreCase(wanted.sha256())) {
      throw problem(
          file,
          "is damaged: its entry '"
              + OneLine.of(wanted.entry())
              + "' has the SHA-256 "
              + hex
              + " instead of "
              + OneLine.of(wanted.sha256())
              + COPY_AGAIN);
    }
  }

  /**
   * Unpacks an entry that is a zip file itself: what TensorFlow needs of a SavedModel, and nothing
   * else that it might look for.
   *
   * @param folder an empty folder
   * @throws UnpackingException if the folder does not take them
   */
  void unpack(final String entry, final Path folder) throws IOException {
    try (ZipInputStream in = new ZipInputStream(stream(entry))) {
      long left = ModelLayout.mostUnpacked(files.packedSize(entry), ModelLayout.MAX_BUNDLE_BYTES);
      int count = 0;
      for (ZipEntry inner = in.getNextEntry(); inner != null; inner = in.getNextEntry()) {
        if (++count > ModelLayout.MAX_ENTRIES) {
          throw problem(file, "has too many files in its entry '" + entry + "'" + GIVE_MODEL);
        }
        final Path path = within(folder, inner.getName());
        if (ModelLayout.isOfSavedModel(folder.relativize(path).toString().replace('\\', '/'))) {
          try (OutputStream out = create(folder, path)) {
            left -= copy(in, out, left, entry);
          }
        } else {
          left -= copy(in, OutputStream.nullOutputStream(), left, entry);
        }
      }
    } catch (final ZipException | EOFException | IllegalArgumentException e) {
      throw damaged(entry, e); // a name that is no text is an illegal argument
    }
  }

  private static OutputStream create(final Path folder, final Path path) throws IOException {
    try {
      Files.createDirectories(folder.resolve(path.getParent()));
      return Files.newOutputStream(path);
    } catch (final IOException e) {
      throw new UnpackingException(e);
    }
  }

  private Path within(final Path folder, final String name) throws IOException {
    try {
      final Path path = folder.resolve(name).normalize();
      if (path.startsWith(folder) && !path.equals(folder) && !name.contains("\\")) {
        return path;
      }
    } catch (final InvalidPathException e) {
      throw new IOException(outside(name), e);
    }
    throw new IOException(outside(name));
  }

  private String outside(final String name) {
    return "Model file '"
        + file
        + "' wants to write outside of its folder, to '"
        + OneLine.of(name)
        + "'"
        + GIVE_MODEL;
  }

  private void copy(final String entry, final OutputStream out, final long limit)
      throws IOException {
    try (InputStream in = stream(entry)) {
      copy(in, out, ModelLayout.mostUnpacked(files.packedSize(entry), limit), entry);
    } catch (final ZipException | EOFException e) {
      throw damaged(entry, e);
    }
  }

  private long copy(
      final InputStream in, final OutputStream out, final long limit, final String entry)
      throws IOException {
    final byte[] buffer = new byte[1 << 16];
    long copied = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      copied += n;
      if (copied > limit) {
        throw problem(
            file,
            "is too large: its entry '"
                + OneLine.of(entry)
                + "' has more than "
                + limit
                + " bytes"
                + GIVE_MODEL);
      }
      write(out, buffer, n);
    }
    return copied;
  }

  /** What is no file takes all. */
  private static void write(final OutputStream out, final byte[] buffer, final int count)
      throws IOException {
    try {
      out.write(buffer, 0, count);
    } catch (final IOException e) {
      throw new UnpackingException(e);
    }
  }

  private InputStream stream(final String entry) throws IOException {
    if (!files.has(entry)) {
      throw problem(file, "lacks its entry '" + OneLine.of(entry) + "'" + COPY_AGAIN);
    }
    try {
      return files.open(entry);
    } catch (final ZipException e) {
      throw damaged(entry, e);
    }
  }

  private IOException damaged(final String entry, final Exception cause) {
    return new IOException(
        "Model file '"
            + file
            + "' is damaged in its entry '"
            + OneLine.of(entry)
            + "' ("
            + OneLine.of(cause)
            + ")"
            + COPY_AGAIN,
        cause);
  }

  private static boolean startsLikeZip(final Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      final byte[] start = in.readNBytes(4);
      return start.length == 4 && start[0] == 'P' && start[1] == 'K';
    } catch (final IOException e) {
      throw unreadable(file, e);
    }
  }

  static IOException unreadable(final Path file, final IOException cause) {
    return new IOException(
        "Model file '"
            + file
            + "' can't be read ("
            + OneLine.of(cause.toString())
            + "); check its permissions.",
        cause);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
