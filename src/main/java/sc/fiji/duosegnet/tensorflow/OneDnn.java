package sc.fiji.duosegnet.tensorflow;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Has TensorFlow compute with oneDNN on all x86_64 processors. By itself it does so only on those
 * with AVX-512 VNNI or AVX-VNNI; with AVX2 alone, an iteration of a training then takes up to 2.4
 * times as long. TensorFlow reads that wish from the environment only, once, when its natives are
 * loaded, and Java has no way to write there.
 */
final class OneDnn implements AutoCloseable {

  private static final Logger LOG = System.getLogger(OneDnn.class.getName());

  static final String VARIABLE = "TF_ENABLE_ONEDNN_OPTS";
  private static final String ON = "1";

  /** Where Linux tells what a processor can do. */
  static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  /** With one of these, TensorFlow does not need to be asked (tsl/util/port.cc of 2.18). */
  private static final Set<String> ASKS_ITSELF =
      Set.of("avx512_vnni", "avx512_bf16", "avx_vnni", "amx_tile", "amx_int8", "amx_bf16");

  /** The C library of Linux and macOS. */
  interface Unix extends Library {
    int setenv(String name, String value, int overwrite);

    int unsetenv(String name);
  }

  /** Windows' C library, which TensorFlow's uses; an empty value unsets. */
  interface Windows extends Library {
    int _putenv_s(String name, String value);
  }

  private final Runnable undo;

  private OneDnn(Runnable undo) {
    this.undo = undo;
  }

  /**
   * Asks for oneDNN, before TensorFlow's natives are loaded, until it is closed, so that another
   * TensorFlow in this process is left alone. A value that the user has set stays. Where the
   * library that reaches the environment can't be loaded, it is told, and TensorFlow decides by
   * itself.
   */
  static OneDnn request() {
    if (isNeeded(System.getProperty("os.arch"), System.getenv(VARIABLE), PROCESSOR)) {
      try {
        return set();
      } catch (LinkageError | RuntimeException e) {
        LOG.log(
            Level.INFO,
            "TensorFlow can''t be asked to use oneDNN ({0}); on processors with AVX2 but without"
                + " VNNI, trainings are faster with {1}={2} in the environment.",
            e,
            VARIABLE,
            ON);
      }
    }
    return new OneDnn(() -> {});
  }

  /**
   * Tells whether there is something to ask.
   *
   * @param architecture Java's name of the processor's
   * @param value the variable's value; null if it is not set
   * @param processor a file with the processor's instructions, if there is one
   */
  static boolean isNeeded(String architecture, String value, Path processor) {
    if (value != null || !List.of("amd64", "x86_64").contains(architecture)) {
      return false;
    }
    try {
      return !Files.isReadable(processor)
          || List.of(Files.readString(processor).split("\\s+")).stream()
              .noneMatch(ASKS_ITSELF::contains);
    } catch (IOException e) {
      return true;
    }
  }

  private static OneDnn set() {
    if (Platform.isWindows()) {
      final Windows library = Native.load("ucrtbase", Windows.class);
      library._putenv_s(VARIABLE, ON);
      return new OneDnn(() -> library._putenv_s(VARIABLE, ""));
    }
    final Unix library = Native.load(Platform.C_LIBRARY_NAME, Unix.class);
    library.setenv(VARIABLE, ON, 0);
    return new OneDnn(() -> library.unsetenv(VARIABLE));
  }

  @Override
  public void close() {
    undo.run();
  }
}
