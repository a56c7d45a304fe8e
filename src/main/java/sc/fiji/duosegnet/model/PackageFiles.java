package sc.fiji.duosegnet.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The files of a model's package, in whatever they lie. Names are relative to the folder of the
 * package's description, with slashes.
 */
interface PackageFiles extends Closeable {

  /** Returns the name of the description, if there is one. */
  Optional<String> description();

  /** Tells whether there is a file of this name. */
  boolean has(String name);

  /** Returns the bytes that a file takes where it lies; in a zip file, compressed. */
  long packedSize(String name) throws IOException;

  /**
   * Opens a file that is there.
   *
   * @throws java.util.zip.ZipException in words for the middle of a sentence, if it is damaged
   */
  InputStream open(String name) throws IOException;
}
