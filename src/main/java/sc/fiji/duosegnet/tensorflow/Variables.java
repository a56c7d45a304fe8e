package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.Precision;

/**
 * The variables of one graph: what is trained (weights), what is tracked (batch-norm buffers) and
 * what optimizers keep (slots). Initial values are drawn in Java from the seed and the variable's
 * name, so that they do not depend on TensorFlow's random ops or on the order of construction.
 */
final class Variables {

  /** Values that are handed over at once: 64 MB. */
  static final long LARGEST_PART = 16L << 20;

  /** What a variable is for. */
  enum Role {
    /** Changed by an optimizer. */
    WEIGHT,
    /** Running statistics. */
    BUFFER,
    /** State of an optimizer. */
    SLOT
  }

  /**
   * One variable with the ops that read and set it. Its initial values are made when they are
   * needed: with slots and averages they are a gigabyte for the widest networks.
   */
  record Entry(
      String name,
      Role role,
      Shape shape,
      Variable<TFloat32> variable,
      Placeholder<TFloat32> value,
      Assign<TFloat32> assign,
      Supplier<float[]> initial) {}

  private final Ops tf;
  private final long seed;
  private final Precision precision;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * @param tf ops of the graph that the variables belong to
   * @param seed seed of the initial values
   * @param precision what the session is to compute convolutions in
   */
  Variables(Ops tf, long seed, Precision precision) {
    this.tf = tf;
    this.seed = seed;
    this.precision = precision;
  }

  /** Returns what convolutions with these kernels are to be computed in. */
  Precision precision() {
    return precision;
  }

  /** Adds a convolution kernel, drawn from He et al. 2015: normal, variance 2 / fan-in. */
  Variable<TFloat32> kernel(String name, long height, long width, long in, long out) {
    return kernel(name, Math.sqrt(2.0 / (height * width * in)), height, width, in, out);
  }

  /** Adds a kernel of normal values with the given standard deviation. */
  Variable<TFloat32> kernel(
      String name, double deviation, long height, long width, long in, long out) {
    final Shape shape = Shape.of(height, width, in, out);
    return add(name, Role.WEIGHT, shape, () -> normal(name, deviation, shape));
  }

  private float[] normal(String name, double deviation, Shape shape) {
    final float[] values = new float[Math.toIntExact(shape.size())];
    final SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ hash(name));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** Adds a vector of one value. */
  Variable<TFloat32> vector(String name, Role role, long size, float value) {
    return add(name, role, Shape.of(size), value);
  }

  /**
   * Returns an optimizer's slot for a weight, of its shape and one initial value; adds it at first.
   */
  Variable<TFloat32> slot(Entry weight, String suffix, float value) {
    final Entry known = entries.get(weight.name() + "/" + suffix);
    if (known != null) {
      return known.variable();
    }
    return add(weight.name() + "/" + suffix, Role.SLOT, weight.shape(), value);
  }

  private Variable<TFloat32> add(String name, Role role, Shape shape, float value) {
    return add(
        name,
        role,
        shape,
        () -> {
          final float[] values = new float[Math.toIntExact(shape.size())];
          Arrays.fill(values, value);
          return values;
        });
  }

  private Variable<TFloat32> add(String name, Role role, Shape shape, Supplier<float[]> initial) {
    // A slash is TensorFlow's own sign for scopes.
    final String opName = name.replace('/', '.');
    final Variable<TFloat32> variable = tf.withName(opName).variable(shape, TFloat32.class);
    final Placeholder<TFloat32> value =
        tf.withName(opName + ".value").placeholder(TFloat32.class, Placeholder.shape(shape));
    final Assign<TFloat32> assign = tf.withName(opName + ".assign").assign(variable, value);
    final Entry entry = new Entry(name, role, shape, variable, value, assign, initial);
    if (entries.put(name, entry) != null) {
      throw new IllegalStateException("Variable '" + name + "' exists already.");
    }
    return variable;
  }

  // String.hashCode is specified by the Java language, but has 32 bits; spread them.
  private static long hash(String name) {
    return name.hashCode() * 0xD1342543DE82EF95L;
  }

  /** Returns the entries that satisfy a condition, in order of construction. */
  List<Entry> entries(Predicate<Entry> condition) {
    return entries.values().stream().filter(condition).toList();
  }

  /** Returns the trainable entries whose names begin with one of the prefixes. */
  List<Entry> weights(String... prefixes) {
    return entries(
        entry -> {
          for (final String prefix : prefixes) {
            if (entry.role() == Role.WEIGHT && entry.name().startsWith(prefix)) {
              return true;
            }
          }
          return false;
        });
  }

  /** Sets every variable to its initial value. */
  void initialize(Session session) {
    for (final List<String> part : parts(LARGEST_PART)) {
      final Map<String, float[]> values = new LinkedHashMap<>();
      part.forEach(name -> values.put(name, entries.get(name).initial().get()));
      assign(session, values);
    }
  }

  /** Returns the values of weights and buffers, and of slots if asked for. */
  Map<String, float[]> read(Session session, boolean slots) {
    return read(
        session,
        entries(entry -> slots || entry.role() != Role.SLOT).stream().map(Entry::name).toList());
  }

  /** Returns the values of variables of these names. */
  Map<String, float[]> read(Session session, List<String> names) {
    final Session.Runner runner = session.runner();
    names.forEach(name -> runner.fetch(entries.get(name).variable()));
    final Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), Tensors.values(result.get(i)));
      }
    }
    return values;
  }

  /**
   * Returns the names of all variables in parts of at most a number of values each, where a single
   * variable doesn't have more. A few parts, as TensorFlow prepares the graph for each anew.
   */
  List<List<String>> parts(long largest) {
    final List<List<String>> parts = new ArrayList<>();
    long size = 0;
    for (final Entry entry : entries.values()) {
      size += entry.shape().size();
      if (parts.isEmpty() || size > largest) {
        parts.add(new ArrayList<>());
        size = entry.shape().size();
      }
      parts.get(parts.size() - 1).add(entry.name());
    }
    return parts;
  }

  /**
   * Sets variables; those not named keep their values.
   *
   * @throws IllegalArgumentException if a name or a size is not one of this graph
   */
  void assign(Session session, Map<String, float[]> values) {
    final Session.Runner runner = session.runner();
    final List<TFloat32> tensors = new ArrayList<>();
    try {
      values.forEach(
          (name, array) -> {
            final Entry entry = entries.get(name);
            if (entry == null || entry.shape().size() != array.length) {
              throw new IllegalArgumentException(
                  "Weights '"
                      + name
                      + "' ("
                      + array.length
                      + " values) do not belong to these networks.");
            }
            final TFloat32 tensor = Tensors.of(array, entry.shape().asArray());
            tensors.add(tensor);
            runner.feed(entry.value(), tensor).addTarget(entry.assign());
          });
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  /** Returns the number of values in the weights whose names begin with the prefix. */
  long parameterCount(String prefix) {
    return weights(prefix).stream().mapToLong(entry -> entry.shape().size()).sum();
  }

  /** Returns the variables of entries, as gradients are asked for. */
  static List<Operand<TFloat32>> operands(List<Entry> entries) {
    return entries.stream().<Operand<TFloat32>>map(Entry::variable).toList();
  }
}
