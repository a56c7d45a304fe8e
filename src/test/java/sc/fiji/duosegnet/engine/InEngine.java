package sc.fiji.duosegnet.engine;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs the methods of a test class inside the engine's class loader, the only place where
 * TensorFlow exists. The test class must lie in the package {@code tensorflow} and keep TensorFlow
 * types out of its own signatures.
 */
public final class InEngine implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    runInside(invocation, method);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    runInside(invocation, method);
  }

  private static void runInside(
      Invocation<Void> invocation, ReflectiveInvocationContext<Method> context) throws Throwable {
    invocation.skip();
    Engines.get();
    final Method outside = context.getExecutable();
    final Class<?> type =
        Class.forName(outside.getDeclaringClass().getName(), true, Engines.loader());
    final Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    final Method inside = type.getDeclaredMethod(outside.getName(), outside.getParameterTypes());
    inside.setAccessible(true);
    try {
      inside.invoke(constructor.newInstance(), context.getArguments().toArray());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
