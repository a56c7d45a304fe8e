package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained model in one zip file, which is a bioimage.io model package as well. While it is open,
 * its SavedModel lies unpacked in a private temporary folder, which {@link #close()} deletes.
 */
public final class ModelFile implements AutoCloseable {

  /** Recommended end of a model file's name. */
  public static final String EXTENSION = ".duosegnet.zip";

  /** Most numbers in the test image or an output of it; a file with more is not opened. */
  public static final long MAX_TEST_VALUES = 16L << 20;

  private final ModelDescription description;
  private final TemporaryFolder folder;
  private final Tensor testInput;
  private final Map<String, Tensor> testOutputs;
  private final String historyCsv;
  private final String splitCsv;

  private ModelFile(final PackageReader zip, final RdfReader rdf, final TemporaryFolder folder)
      throws IOException {
    this.folder = folder;
    description = rdf.description();
    testInput = zip.tensor(rdf.testInput());
    final Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (final String id : rdf.outputIds(description.settings())) {
      outputs.put(id, zip.tensor(rdf.testOutput(id)));
    }
    testOutputs = Collections.unmodifiableMap(outputs);
    historyCsv = text(zip, rdf.attachment("history"));
    splitCsv = text(zip, rdf.attachment("split"));
    final RdfReader.Source weights = rdf.weights();
    zip.verify(weights, ModelLayout.MAX_BUNDLE_BYTES);
    zip.unpack(weights.entry(), folder.path());
  }

  /**
   * Writes a model file: first to a temporary file in the same folder, which is then read back and
   * compared, and moved in place. An existing file is replaced; after a failure it is as it was.
   *
   * @param target file to write; a missing folder is made
   * @throws IOException if the file can't be written
   */
  public static void write(final Path target, final ModelContents contents) throws IOException {
    final Path file = target.toAbsolutePath();
    final Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw PackageReader.problem(
          target,
          "can't be written, because a folder has this name; give a file name that ends in "
              + EXTENSION
              + ".");
    }
    try {
      Files.createDirectories(folder);
      FileReplacement.write(
          file, out -> ModelZipWriter.write(out, contents), written -> readBack(written, contents));
    } catch (final UnpackingException e) {
      throw new IOException(
          "Model file '"
              + target
              + "' can't be written, as it can't be checked: it can't be unpacked into the"
              + " temporary folder "
              + DiskShortage.rest(temporary(), e.getCause().getMessage()),
          e);
    } catch (final IOException e) {
      throw new IOException(
          "Model file '"
              + target
              + "' can't be written ("
              + FileReplacement.reason(e)
              + "); give a file in a folder that you may write to, on a disk with space.",
          e);
    }
  }

  /**
   * Opens a model file: checks it and its checksums, and unpacks its SavedModel. Packages that
   * another program has zipped anew open as well, and unzipped ones.
   *
   * @param zip a zip file, or the folder of an unzipped one
   * @return the model file, which the caller closes
   * @throws IOException if this is not a complete, undamaged model file of this program
   */
  public static ModelFile open(final Path zip) throws IOException {
    return open(zip, temporary());
  }

  /**
   * @param temporary existing folder, in which the folder for the SavedModel is made
   */
  static ModelFile open(final Path zip, final Path temporary) throws IOException {
    try (PackageReader reader = PackageReader.open(zip)) {
      return unpack(zip, reader, new RdfReader(zip, reader.description()), temporary);
    }
  }

  private static ModelFile unpack(
      final Path zip, final PackageReader reader, final RdfReader rdf, final Path temporary)
      throws IOException {
    TemporaryFolder folder = null;
    try {
      folder = temporary(temporary);
      final ModelFile model = new ModelFile(reader, rdf, folder);
      if (!Files.isRegularFile(folder.path().resolve(ModelLayout.SAVED_MODEL))) {
        throw PackageReader.problem(
            zip,
            "has no "
                + ModelLayout.SAVED_MODEL
                + " in its weights; give a model file that training wrote.");
      }
      folder = null;
      return model;
    } catch (final UnpackingException e) {
      throw new UnpackingException(
          "Model file '"
              + zip
              + "' can't be unpacked into the temporary folder "
              + DiskShortage.rest(temporary, e.getMessage()),
          e);
    } catch (final FileSystemException e) {
      throw PackageReader.unreadable(zip, e);
    } finally {
      if (folder != null) {
        folder.close();
      }
    }
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static TemporaryFolder temporary(final Path parent) throws IOException {
    try {
      return new TemporaryFolder(parent);
    } catch (final IOException e) {
      throw new UnpackingException(e);
    }
  }

  /** Returns what the file says about the model. */
  public ModelDescription description() {
    return description;
  }

  /** Returns the folder with the unpacked SavedModel, valid until {@link #close()}. */
  public Path savedModelFolder() {
    return folder.path();
  }

  /** Returns test images in the order image, row, column, channel, before normalization. */
  public Tensor testInput() {
    return testInput;
  }

  /**
   * Returns what the networks made of the test images, by output: {@code probability}, {@code
   * confidence}, {@code view1}, {@code view2} and, if the method has a critic, {@code critic}.
   */
  public Map<String, Tensor> testOutputs() {
    return testOutputs;
  }

  /** Returns the course of the training, for {@link History#parse}. */
  public String historyCsv() {
    return historyCsv;
  }

  /** Returns which image was used for what. */
  public String splitCsv() {
    return splitCsv;
  }

  /** Deletes the unpacked SavedModel. */
  @Override
  public void close() {
    folder.close();
  }

  private static String text(final PackageReader zip, final RdfReader.Source source)
      throws IOException {
    return new String(zip.read(source, ModelLayout.MAX_TEXT_BYTES), StandardCharsets.UTF_8);
  }

  private static void readBack(final Path written, final ModelContents contents)
      throws IOException {
    try (ModelFile back = open(written)) {
      if (back.description.equals(contents.description())
          && back.testInput.equals(contents.testInput())
          && back.testOutputs.equals(contents.testOutputs())
          && back.historyCsv.equals(contents.historyCsv())
          && back.splitCsv.equals(contents.splitCsv())) {
        return;
      }
    } catch (final UnpackingException e) {
      throw e;
    } catch (final IOException e) {
      throw new IOException("what was written can't be read back", e);
    }
    throw new IOException("what was written reads back otherwise");
  }
}
