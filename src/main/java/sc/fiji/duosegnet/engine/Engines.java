package sc.fiji.duosegnet.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the engine, once per Java virtual machine, in a class loader of its own which is kept for
 * ever, as native libraries can't be loaded twice.
 *
 * <pre>{@code
 * try (TrainingSession session = Engines.get().openTraining(Preset.LAPTOP.settings(1))) {
 *   session.iterate(batches, 0.0);
 * }
 * }</pre>
 */
public final class Engines {

  private static final Logger LOG = System.getLogger(Engines.class.getName());
  private static final String IMPLEMENTATION =
      EngineClassLoader.ENGINE_PACKAGE + "TensorFlowEngine";

  /** Which JavaCPP reads when it is loaded. */
  private static final List<String> LIMITS =
      List.of("org.bytedeco.javacpp.maxBytes", "org.bytedeco.javacpp.maxPhysicalBytes");

  /**
   * How long another program may take to unpack, which needs seconds, or a minute over a network.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static EngineClassLoader loader;
  private static Engine engine;

  private Engines() {}

  /**
   * Returns the engine for one that may use all processors; see {@link #get(int)}.
   *
   * @throws EngineException as there
   */
  public static Engine get() {
    return get(0);
  }

  /**
   * Returns the engine, loading it at the first call and logging what was loaded.
   *
   * @param threads threads that the caller is going to use; 0 means all processors. Whoever loads
   *     the engine so decides how many threads a single op may have in this process, half of them,
   *     as TensorFlow has one pool for that; how many ops are at work at once is each session's own
   * @throws EngineException in one sentence, if the engine's files are missing, are of another
   *     platform or can't be loaded
   */
  public static synchronized Engine get(int threads) {
    if (engine == null) {
      final Engine loaded = load(threads);
      final EngineInfo info = loaded.info();
      LOG.log(
          Level.INFO,
          "TensorFlow {0} on {1}, loaded from {2}{3}",
          info.tensorFlowVersion(),
          String.join(", ", info.devices()),
          info.location(),
          info.hasGpu() ? "" : "; there is no GPU it can use, so the CPU does the work");
      engine = loaded;
    }
    return engine;
  }

  /** Returns the class loader that holds the engine. */
  static synchronized ClassLoader loader() {
    if (loader == null) {
      final Path folder = EngineLocator.folder();
      loader =
          new EngineClassLoader(
              EngineLocator.ownLocation(),
              EngineLocator.jars(folder),
              Engines.class.getClassLoader());
    }
    return loader;
  }

  private static Engine load(int threads) {
    final ClassLoader own = loader();
    checkLastStart();
    final List<Path> jars = EngineLocator.jars(EngineLocator.folder());
    final Path cache = NativesCache.folder(jars);
    final UnpackedNatives natives = new UnpackedNatives(cache, jars, PATIENCE);
    return natives.load(() -> load(threads, own, cache, natives));
  }

  private static Engine load(int threads, ClassLoader own, Path cache, UnpackedNatives natives) {
    final LoadMarker marker = LoadMarker.set(LoadMarker.folder(), cache);
    final Map<String, String> former = set(javaCppProperties(cache));
    final Thread thread = Thread.currentThread();
    final ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(own);
    try {
      final Object created =
          Class.forName(IMPLEMENTATION, true, own)
              .getConstructor(String.class, int.class)
              .newInstance(EngineLocator.folder().toString(), threads);
      return Boundary.wrap(Engine.class, created, own);
    } catch (ReflectiveOperationException | LinkageError e) {
      final Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new EngineException(failure(cause, cache, natives.areReady()), cause);
    } finally {
      marker.close();
      thread.setContextClassLoader(before);
      former.forEach(
          (property, value) -> {
            if (value == null) {
              System.clearProperty(property);
            } else {
              System.setProperty(property, value);
            }
          });
    }
  }

  /** JavaCPP keeps to itself why it could not unpack, and Java does not load a class twice. */
  static String failure(Throwable cause, Path cache, boolean unpacked) {
    final String what =
        "TensorFlow could not be loaded from '" + EngineLocator.folder() + "' (" + cause + "); ";
    return unpacked
        ? what + "unpack the plugin's archive for " + EngineLocator.platform() + " again."
        : what
            + "its libraries are not whole in '"
            + cache
            + "', so make room for 700 MB there, or start Java with -D"
            + NativesCache.PROPERTY
            + "=<another folder>, and start ImageJ again.";
  }

  /**
   * Spares a session with images in it the same crash. Without a window there is nobody to ask, and
   * schedulers kill at any time: there it is only told.
   */
  private static void checkLastStart() {
    final String crash = LoadMarker.takeCrash(LoadMarker.folder());
    if (crash != null && !Boolean.getBoolean("java.awt.headless")) {
      throw new EngineException(crash);
    }
    if (crash != null) {
      LOG.log(Level.WARNING, crash);
    }
  }

  /**
   * JavaCPP refuses native memory beyond four times Java's heap, which has nothing to do with what
   * the machine has; {@link MemoryPolicy} decides that. And its cache may be another plugin's, too,
   * see {@link NativesCache}.
   */
  private static Map<String, String> javaCppProperties(Path cache) {
    final Map<String, String> properties = new HashMap<>();
    LIMITS.forEach(property -> properties.put(property, "0"));
    properties.put(NativesCache.PROPERTY, cache.toString());
    return properties;
  }

  /**
   * Sets properties that are read when JavaCPP is loaded; that of another plugin must not find
   * ours.
   *
   * @return former values
   */
  private static Map<String, String> set(Map<String, String> properties) {
    final Map<String, String> former = new HashMap<>();
    properties.forEach((key, value) -> former.put(key, System.setProperty(key, value)));
    return former;
  }
}
