package sc.fiji.duosegnet.engine;

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
  final List<TrainingSettings> opened = new ArrayList<>();

  /**
   * @param fits settings of trainings that get what they want
   * @param iteration the iteration at which others fail, from 1 on
   */
  ScarceEngine(Predicate<TrainingSettings> fits, int iteration, Supplier<Throwable> failure) {
    this.fits = fits;
    this.iteration = iteration;
    this.failure = failure;
    call = "iterate";
  }

  /** An engine that lacks memory to write a model. */
  ScarceEngine() {
    fits = settings -> false;
    iteration = 1;
    failure = () -> new OutOfMemoryError("Java heap space");
    call = "export";
  }

  /** What TensorFlow throws when its allocator has nothing, of the class that the engine loads. */
  static Throwable exhausted() {
    Engines.get();
    try {
      return (Throwable)
          Engines.loader()
              .loadClass("org.tensorflow.exceptions.TFResourceExhaustedException")
              .getConstructor(String.class)
              .newInstance(REFUSAL);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public EngineInfo info() {
    return Engines.get().info();
  }

  @Override
  public TrainingSession openTraining(TrainingSettings settings) {
    opened.add(settings);
    final TrainingSession real = Engines.get().openTraining(settings);
    final int[] calls = {0};
    final Object scarce =
        Proxy.newProxyInstance(
            TrainingSession.class.getClassLoader(),
            new Class<?>[] {TrainingSession.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(call)
                  && ++calls[0] == iteration
                  && !fits.test(settings)) {
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

  @Override
  public Predictor openModel(
      Path savedModel,
      NetworkSettings network,
      Computation computation,
      int threads,
      boolean critic) {
    throw new UnsupportedOperationException();
  }
}
