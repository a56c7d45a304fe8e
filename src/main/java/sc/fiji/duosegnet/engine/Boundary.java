package sc.fiji.duosegnet.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import sc.fiji.duosegnet.model.DiskShortage;
import sc.fiji.duosegnet.model.OneLine;

/**
 * Stands between the host and objects of the engine: sets the context class loader for the time of
 * a call, and turns exceptions of the engine's own types into {@link EngineException}s.
 */
final class Boundary implements InvocationHandler {

  private final Object target;
  private final ClassLoader loader;

  private Boundary(Object target, ClassLoader loader) {
    this.target = target;
    this.loader = loader;
  }

  static <T> T wrap(Class<T> type, Object target, ClassLoader loader) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new Boundary(target, loader)));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    final Thread thread = Thread.currentThread();
    final ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      final Object result = method.invoke(target, arguments);
      final Class<?> type = method.getReturnType();
      return type == TrainingSession.class || type == Predictor.class
          ? wrap(type, result, loader)
          : result;
    } catch (InvocationTargetException e) {
      throw translated(e.getCause());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Throwable translated(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      final boolean own = t.getClass().getClassLoader() == loader;
      final boolean disk = own && DiskShortage.isTold(t.getMessage());
      final boolean shortage = own && !disk && isShortage(t) || isBadAllocation(t);
      if (own || shortage) {
        final String message =
            "TensorFlow failed with "
                + thrown.getClass().getSimpleName()
                + ": "
                + OneLine.of(
                    shortage || disk ? firstLine(thrown.getMessage()) : thrown.getMessage());
        final EngineException translated =
            shortage ? new MemoryShortageException(message) : new EngineException(message);
        translated.setStackTrace(thrown.getStackTrace());
        return translated;
      }
    }
    return thrown;
  }

  /**
   * TensorFlow's allocators (a disk without space has the same type), and oneDNN's status 1, which
   * is a lack of memory.
   */
  private static boolean isShortage(Throwable thrown) {
    return thrown.getClass().getSimpleName().equals("TFResourceExhaustedException")
        || String.valueOf(thrown.getMessage()).contains("received an exception:Status: 1,");
  }

  /** What JavaCPP makes of a C++ exception on the calling thread. */
  private static boolean isBadAllocation(Throwable thrown) {
    return thrown.getClass() == RuntimeException.class
        && String.valueOf(thrown.getMessage()).contains("bad_alloc");
  }

  /** Further lines give hints for programmers of TensorFlow. */
  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("").strip();
  }
}
