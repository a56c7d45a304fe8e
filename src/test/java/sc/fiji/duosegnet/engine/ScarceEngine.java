package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The real engine, whose trainings are refused memory at an iteration if they are too large, with
 * exceptions of TensorFlow's and Java's own types, through the real boundary.
 */
final class ScarceEngine implements Engine {

  static final String REFUSAL =
      "OOM when allocating tensor with shape[2,64,64,8]\n\t [[{{node a}}]]\nHint: for programmers";

  private final Predicate<TrainingSettings> fits;
  private final int iteration;
  private final Supplier<Throwable> failure;
  private final String call;
  private final int times;
  private int failed;
  final List<TrainingSettings> opened = new ArrayList<>();

  /**
   * @param fits settings of trainings that get what they want
   * @param iteration the iteration at which others fail, from 1 on, each time that they come there
   */
  ScarceEngine(Predicate<TrainingSettings> fits, int iteration, Supplier<Throwable> failure) {
    this(fits, iteration, failure, "iterate", Integer.MAX_VALUE);
  }

  private ScarceEngine(
      Predicate<TrainingSettings> fits,
      int iteration,
      Supplier<Throwable> failure,
      String call,
      int times) {
    this.fits = fits;
    this.iteration = iteration;
    this.failure = failure;
    this.call = call;
    this.times = times;
  }

  /** An engine that lacks memory to write a model. */
  ScarceEngine() {
    this(settings -> false, 0, () -> new OutOfMemoryError("Java heap space"), "export", 1);
  }

  /** An engine that lacks memory to begin a training. */
  static ScarceEngine closed() {
    return new ScarceEngine(
        settings -> false, 0, ScarceEngine::exhausted, "openTraining", Integer.MAX_VALUE);
  }

  /** An engine that lacks memory at an iteration for a while: the first times it comes there. */
  static ScarceEngine passing(int iteration, int times) {
    return new ScarceEngine(
        settings -> false, iteration, ScarceEngine::exhausted, "iterate", times);
  }

  /** What TensorFlow throws when its allocator has nothing, of the class that the engine loads. */
  static Throwable exhausted() {
    return exhausted(REFUSAL);
  }

  /** The same with another message. */
  static Throwable exhausted(String message) {
    Engines.get();
    try {
      return (Throwable)
          Engines.loader()
              .loadClass("org.tensorflow.exceptions.TFResourceExhaustedException")
              .getConstructor(String.class)
              .newInstance(message);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public EngineInfo info() {
    return Engines.get().info();
  }

  @Override
  public boolean bfloat16() {
    return Engines.get().bfloat16();
  }

  @Override
  public TrainingSession openTraining(TrainingSettings settings) {
    opened.add(settings);
    if (call.equals("openTraining")) {
      throw across(failure.get());
    }
    final TrainingSession real = Engines.get().openTraining(settings);
    final Object scarce =
        Proxy.newProxyInstance(
            TrainingSession.class.getClassLoader(),
            new Class<?>[] {TrainingSession.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(call)
                  && (iteration == 0 || iteration(settings, (double) arguments[1]) == iteration)
                  && !fits.test(settings)
                  && failed < times) {
                failed++;
                throw failure.get();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return Boundary.wrap(TrainingSession.class, scarce, Engines.loader());
  }

  /** Returns the number of an iteration from the part of the training before it. */
  private static int iteration(TrainingSettings settings, double progress) {
    return 1 + (int) Math.round(progress * settings.iterations());
  }

  /** Returns what a failure of the engine is on this side of the boundary. */
  static RuntimeException across(Throwable failure) {
    final Predictor failing =
        Boundary.wrap(
            Predictor.class,
            Proxy.newProxyInstance(
                Predictor.class.getClassLoader(),
                new Class<?>[] {Predictor.class},
                (proxy, method, arguments) -> {
                  throw failure;
                }),
            Engines.loader());
    return assertThrows(RuntimeException.class, failing::channels);
  }

  @Override
  public Predictor openModel(
      Path savedModel,
      NetworkSettings network,
      Computation computation,
      int threads,
      boolean critic) {
    final Throwable refusal = failure.get();
    if (refusal instanceof Error error) {
      throw error;
    }
    throw across(refusal);
  }
}
