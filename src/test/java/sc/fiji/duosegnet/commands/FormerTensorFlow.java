package sc.fiji.duosegnet.commands;

import java.lang.reflect.Method;

/** Uses TensorFlow 1.x as it is on the class path, in the JVM in which the plugin works. */
public final class FormerTensorFlow {

  private FormerTensorFlow() {}

  /**
   * Computes a square in a session; called from a macro.
   *
   * @return version and result, for example {@code 1.15.0 gives 9.0}
   */
  public static String square() throws ReflectiveOperationException {
    final Class<?> graphs = Class.forName("org.tensorflow.Graph");
    final Class<?> tensors = Class.forName("org.tensorflow.Tensor");
    final Class<?> types = Class.forName("org.tensorflow.DataType");
    final Class<?> outputs = Class.forName("org.tensorflow.Output");
    final Class<?> builders = Class.forName("org.tensorflow.OperationBuilder");
    final Object graph = graphs.getConstructor().newInstance();
    final Object three = tensors.getMethod("create", Object.class).invoke(null, 3f);
    final Method builder = graphs.getMethod("opBuilder", String.class, String.class);
    final Object constant = builder.invoke(graph, "Const", "x");
    builders
        .getMethod("setAttr", String.class, types)
        .invoke(constant, "dtype", types.getField("FLOAT").get(null));
    builders.getMethod("setAttr", String.class, tensors).invoke(constant, "value", three);
    final Object input = builders.getMethod("build").invoke(constant);
    final Object square = builder.invoke(graph, "Square", "y");
    builders
        .getMethod("addInput", outputs)
        .invoke(square, input.getClass().getMethod("output", int.class).invoke(input, 0));
    builders.getMethod("build").invoke(square);
    final Object session =
        Class.forName("org.tensorflow.Session").getConstructor(graphs).newInstance(graph);
    final Object runner = session.getClass().getMethod("runner").invoke(session);
    runner.getClass().getMethod("fetch", String.class).invoke(runner, "y");
    final Object results = runner.getClass().getMethod("run").invoke(runner);
    final Object result = java.util.List.class.getMethod("get", int.class).invoke(results, 0);
    final Object value = tensors.getMethod("floatValue").invoke(result);
    session.getClass().getMethod("close").invoke(session);
    final Object version =
        Class.forName("org.tensorflow.TensorFlow").getMethod("version").invoke(null);
    return version + " gives " + value;
  }
}
