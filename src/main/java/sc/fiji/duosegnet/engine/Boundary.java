package sc.fiji.duosegnet.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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
      if (t.getClass().getClassLoader() == loader) {
        final EngineException translated =
            new EngineException(
                "TensorFlow failed with "
                    + thrown.getClass().getSimpleName()
                    + ": "
                    + OneLine.of(thrown.getMessage()));
        translated.setStackTrace(thrown.getStackTrace());
        return translated;
      }
    }
    return thrown;
  }
}
