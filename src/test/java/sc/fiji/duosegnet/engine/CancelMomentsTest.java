package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.model.Method;

/**
 * Canceling at any time: what it was for has ended within two seconds, on all threads, or on a busy
 * machine within the time that a whole small training takes.
 */
class CancelMomentsTest {

  private static final long LIMIT_MILLIS = 2000;
  private static long limit;

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    Engines.get();
    final long start = System.nanoTime();
    model = folder.resolve("trained/model.zip");
    ModelTraining.run(
        Resumed.request(Resumed.settings(Method.DUO_SEGNET), model, Resumed.NONE),
        new Trainings.Monitor());
    limit = Math.max(LIMIT_MILLIS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  /** While images are looked at, the graph is built, batches are drawn, iterations run. */
  @ParameterizedTest
  @ValueSource(ints = {0, 50, 150, 400, 800, 1300})
  void aTrainingHasEnded(int milliseconds) throws Exception {
    final Path target = folder.resolve(milliseconds + "/model.zip");
    final Watch watch = new Watch(milliseconds);
    final ModelTraining.Result result =
        ModelTraining.run(
            Resumed.request(
                Resumed.settings(Method.DUO_SEGNET).with("iterations", 100_000),
                target,
                Resumed.NONE),
            new Trainings.Monitor() {
              @Override
              public boolean canceled() {
                return watch.getAsBoolean();
              }
            });
    assertTrue(result.canceled());
    OwnThreads.awaitEnd(watch.left());
    assertEquals(List.of(), Resumed.files(target.getParent()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 150})
  void aSegmentationHasEnded(int milliseconds) throws Exception {
    final var plane = Trainings.plane(1, 2000, 2000);
    final Segmenter segmenter = Segmenter.open(model, 0, 2);
    final Watch watch = new Watch(milliseconds);
    assertThrows(CancellationException.class, () -> segmenter.segment(plane, watch));
    segmenter.close();
    OwnThreads.awaitEnd(watch.left());
  }

  /** One iteration of these networks takes many seconds; it must not be waited for. */
  @Test
  void aLongIterationHasEnded() throws Exception {
    final AtomicReference<Watch> watch = new AtomicReference<>();
    final ModelTraining.Request request =
        Resumed.request(
            Trainings.settings(1, 1, 1, 1)
                .with("method", Method.SUPERVISED)
                .with("network.width", 16)
                .with("sampling.patch_size", 256)
                .with("sampling.labeled_batch", 12),
            folder.resolve("long/model.zip"),
            Resumed.NONE);
    final Trainings.Monitor monitor =
        new Trainings.Monitor() {
          @Override
          public boolean canceled() {
            return watch.get() != null && watch.get().getAsBoolean();
          }
        };
    // Half a second into the iteration, whenever that has begun.
    final Engine engine = watched(() -> watch.set(new Watch(500)));
    final ModelTraining.Result result = ModelTraining.run(request, monitor, () -> engine);
    assertTrue(result.canceled());
    assertEquals(0, monitor.reports, "the iteration was over before it was canceled");
    OwnThreads.awaitEnd(watch.get().left());
  }

  /** Returns the engine, whose trainings tell when an iteration begins. */
  private static Engine watched(Runnable iteration) {
    return (Engine)
        calls(
            Engine.class,
            Engines.get(),
            (method, result) ->
                method.equals("openTraining")
                    ? calls(
                        TrainingSession.class,
                        result.call(),
                        (name, losses) -> {
                          if (name.equals("iterate")) {
                            iteration.run();
                          }
                          return losses.call();
                        })
                    : result.call());
  }

  /** What is done for a call of a method. */
  private interface Call {
    Object make(String method, Callable<Object> real) throws Exception;
  }

  private static Object calls(Class<?> type, Object real, Call call) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            call.make(
                method.getName(),
                () -> {
                  try {
                    return method.invoke(real, arguments);
                  } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof Error error) {
                      throw error;
                    }
                    throw (Exception) e.getCause();
                  }
                }));
  }

  @Test
  void aPausedTrainingHasEnded() throws Exception {
    final TrainingControl control = new TrainingControl();
    control.pause(true);
    final Watch watch = new Watch(1500);
    ModelTraining.run(
        Resumed.request(
            Resumed.settings(Method.SUPERVISED), folder.resolve("paused/model.zip"), Resumed.NONE),
        new Trainings.Monitor() {
          @Override
          public TrainingControl control() {
            return control;
          }

          @Override
          public boolean canceled() {
            return watch.getAsBoolean();
          }
        });
    OwnThreads.awaitEnd(watch.left());
  }

  /** Cancels some time after it was made. */
  private static final class Watch implements BooleanSupplier {

    private final long moment;

    Watch(int milliseconds) {
      moment = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Override
    public boolean getAsBoolean() {
      return System.nanoTime() >= moment;
    }

    /** Milliseconds that are left of the limit after canceling. */
    long left() {
      return limit - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - moment);
    }
  }
}
