package sc.fiji.duosegnet.model;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the entries of a model file in one pass. The description comes last, because it holds the
 * checksums of the others.
 */
final class ModelZipWriter {

  private static final int BUFFER = 1 << 16;

  private final ZipOutputStream zip;
  private final Map<String, String> sha256 = new LinkedHashMap<>();

  private ModelZipWriter(final OutputStream out) {
    zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
  }

  /**
   * Writes a model file.
   *
   * @param out takes its bytes; not closed
   */
  static void write(final OutputStream out, final ModelContents contents) throws IOException {
    final ModelZipWriter writer = new ModelZipWriter(new BufferedOutputStream(out, BUFFER));
    writer.writeAll(contents);
    writer.zip.finish();
    writer.zip.flush();
  }

  private void writeAll(final ModelContents contents) throws IOException {
    add(ModelLayout.README, ModelDocumentation.readme(contents.description()));
    add(ModelLayout.LICENSE, ModelDocumentation.license());
    add(ModelLayout.COVER, contents.coverPng());
    add(ModelLayout.HISTORY, contents.historyCsv());
    add(ModelLayout.SPLIT, contents.splitCsv());
    add(ModelLayout.TEST_INPUT, NpyFile.write(contents.testInput()));
    for (final Map.Entry<String, Tensor> output : contents.testOutputs().entrySet()) {
      add(ModelLayout.testOutput(output.getKey()), NpyFile.write(output.getValue()));
    }
    // Weights hardly compress: a little within the bundle, nothing more around it.
    zip.setLevel(Deflater.NO_COMPRESSION);
    add(ModelLayout.BUNDLE, out -> writeBundle(contents.savedModelFolder(), out));
    zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    add(ModelLayout.RDF, new RdfWriter(contents, sha256).write());
  }

  private static void writeBundle(final Path folder, final OutputStream out) throws IOException {
    final List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(path -> !path.equals(folder)).sorted().collect(Collectors.toList());
    }
    final ZipOutputStream bundle = new ZipOutputStream(out, StandardCharsets.UTF_8);
    bundle.setLevel(Deflater.BEST_SPEED);
    for (final Path file : files) {
      final boolean isFolder = Files.isDirectory(file);
      final String name = folder.relativize(file).toString().replace('\\', '/');
      bundle.putNextEntry(new ZipEntry(isFolder ? name + "/" : name));
      if (!isFolder) {
        Files.copy(file, bundle);
      }
      bundle.closeEntry();
    }
    bundle.finish();
    bundle.flush();
  }

  private void add(final String entry, final String text) throws IOException {
    add(entry, text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(final String entry, final byte[] bytes) throws IOException {
    add(entry, out -> out.write(bytes));
  }

  private void add(final String entry, final Content content) throws IOException {
    zip.putNextEntry(new ZipEntry(entry));
    final DigestOutputStream digest = new DigestOutputStream(new Unclosed(zip), Sha256.digest());
    content.writeTo(digest);
    digest.flush();
    zip.closeEntry();
    sha256.put(entry, Sha256.hex(digest.getMessageDigest()));
  }

  /** Something that writes itself. */
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Keeps an entry's writer from closing the whole file. */
  private static final class Unclosed extends FilterOutputStream {

    Unclosed(final OutputStream out) {
      super(out);
    }

    @Override
    public void write(final byte[] bytes, final int offset, final int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
