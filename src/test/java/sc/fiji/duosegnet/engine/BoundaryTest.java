package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What passes between the host and the engine. */
class BoundaryTest {

  @TempDir Path folder;

  @Test
  void theContextClassLoaderIsSetForTheCallAndPutBack() throws Exception {
    try (URLClassLoader own = new URLClassLoader(new URL[0])) {
      final List<ClassLoader> seen = new ArrayList<>();
      final Predictor predictor = Boundary.wrap(Predictor.class, new Scripted(seen, null), own);
      final ClassLoader before = Thread.currentThread().getContextClassLoader();
      assertEquals(32, predictor.sizeMultiple());
      assertEquals(List.of(own), seen);
      assertSame(before, Thread.currentThread().getContextClassLoader());
    }
  }

  @Test
  void theContextClassLoaderIsPutBackAfterAFailure() throws Exception {
    try (URLClassLoader own = new URLClassLoader(new URL[0])) {
      final RuntimeException failure = new IllegalArgumentException("not this");
      final Predictor predictor =
          Boundary.wrap(Predictor.class, new Scripted(new ArrayList<>(), failure), own);
      final ClassLoader before = Thread.currentThread().getContextClassLoader();
      // The JDK's and our own exceptions arrive as they are.
      assertSame(failure, assertThrows(RuntimeException.class, predictor::sizeMultiple));
      assertSame(before, Thread.currentThread().getContextClassLoader());
    }
  }

  @Test
  void exceptionsOfTheEnginesOwnTypesAreTranslated() throws Exception {
    Compiled.into(
        folder,
        "org.tensorflow.Odd",
        "public class Odd extends RuntimeException { public Odd(String m) { super(m); } }");
    try (URLClassLoader own = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      final RuntimeException odd =
          (RuntimeException)
              own.loadClass("org.tensorflow.Odd")
                  .getConstructor(String.class)
                  .newInstance("bad shape");
      for (final RuntimeException thrown : List.of(odd, new IllegalStateException("x", odd))) {
        final Predictor predictor =
            Boundary.wrap(Predictor.class, new Scripted(new ArrayList<>(), thrown), own);
        final EngineException arrived =
            assertThrows(EngineException.class, predictor::sizeMultiple);
        assertEquals(EngineException.class, arrived.getClass());
        assertEquals(null, arrived.getCause());
        assertTrue(arrived.getMessage().startsWith("TensorFlow failed with "));
        assertTrue(arrived.getMessage().endsWith(": " + thrown.getMessage()));
      }
    }
  }

  @Test
  void failuresOfTensorFlowItselfArriveTranslated() {
    final ClassLoader before = Thread.currentThread().getContextClassLoader();
    final TrainingSettings settings =
        Preset.LAPTOP.settings(1).with("network.width", 2).with("network.depth", 2);
    final Path saved = folder.resolve("saved");
    try (TrainingSession session = Engines.get().openTraining(settings)) {
      session.export(saved);
    }
    // The networks take one channel, whatever is said of them.
    final NetworkSettings other = settings.with("network.channels", 3).network();
    try (Predictor predictor =
        Engines.get().openModel(saved, other, Computation.processor(Precision.FLOAT32), 1, true)) {
      final ImageBatch images = new ImageBatch(new float[3 * 32 * 32], 1, 32, 32, 3);
      final EngineException thrown =
          assertThrows(EngineException.class, () -> predictor.predict(images));
      assertTrue(thrown.getMessage().startsWith("TensorFlow failed with "), thrown.getMessage());
      assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
    }
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void theEngineSaysWhatWasLoaded() {
    final EngineInfo info = Engines.get().info();
    assertTrue(info.tensorFlowVersion().matches("2\\.\\d+\\.\\d+.*"), info.toString());
    assertTrue(info.devices().contains("CPU:0"), info.toString());
    assertEquals(info.devices().stream().anyMatch(d -> d.startsWith("GPU")), info.hasGpu());
    assertEquals(EngineLocator.folder().toString(), info.location());
    assertSame(Engines.get(), Engines.get());
  }

  /** Notes the context class loader, then fails if told to. */
  private record Scripted(List<ClassLoader> seen, RuntimeException failure) implements Predictor {

    @Override
    public Prediction predict(ImageBatch images) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int sizeMultiple() {
      seen.add(Thread.currentThread().getContextClassLoader());
      if (failure != null) {
        throw failure;
      }
      return 32;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public boolean hasCritic() {
      return false;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
