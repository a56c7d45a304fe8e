package sc.fiji.duosegnet.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import sc.fiji.duosegnet.model.Method;

/**
 * What is compared: each method with each label fraction and each seed.
 *
 * @param methods methods, in the order in which they are shown
 * @param fractions label fractions, above 0 and up to 1, sorted here
 * @param seeds seeds, each of which draws its own labeled images
 */
public record ComparisonPlan(List<Method> methods, List<Double> fractions, List<Long> seeds) {

  /** What is compared unless methods are named. */
  public static final List<Method> USUAL_METHODS =
      List.of(Method.SUPERVISED, Method.DUO_SEGNET, Method.DUO_SEGNET_STRONG);

  private static final String ALL = "all";

  /**
   * @throws IllegalArgumentException if a list is empty or has an entry twice, or a fraction is out
   *     of range
   */
  public ComparisonPlan {
    check("methods", methods.stream().map(Method::label).toList());
    check("label_fractions", fractions);
    check("seeds", seeds);
    methods = List.copyOf(methods);
    fractions = fractions.stream().sorted().toList();
    seeds = List.copyOf(seeds);
    for (final double fraction : fractions) {
      if (!(fraction > 0 && fraction <= 1)) {
        throw new IllegalArgumentException(
            "Input 'label_fractions' has "
                + fraction
                + "; give numbers above 0 and up to 1, which stands for all labels.");
      }
    }
  }

  private static void check(String input, List<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Input '" + input + "' is empty; give at least one.");
    }
    if (new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(
          "Input '" + input + "' is " + values + "; give each only once.");
    }
  }

  /**
   * Reads a plan from lists with commas between.
   *
   * @param methods labels of methods; blank for {@link #USUAL_METHODS}, {@code all} for all
   * @param fractions numbers such as {@code 0.05,0.2,1}
   * @param seeds whole numbers such as {@code 1,2,3}
   * @throws IllegalArgumentException if a list has an entry that is not known or no number
   */
  public static ComparisonPlan parse(String methods, String fractions, String seeds) {
    return new ComparisonPlan(
        methods.isBlank()
            ? USUAL_METHODS
            : methods.trim().equalsIgnoreCase(ALL)
                ? List.of(Method.values())
                : entries(methods).stream().map(Method::of).toList(),
        numbers("label_fractions", fractions, Double::valueOf, "numbers such as 0.05,0.2,1"),
        numbers("seeds", seeds, Long::valueOf, "whole numbers such as 1,2,3"));
  }

  private static List<String> entries(String list) {
    return Arrays.stream(list.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  private static <T> List<T> numbers(
      String input, String list, Function<String, T> number, String wanted) {
    try {
      return entries(list).stream().map(number).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Input '" + input + "' is '" + list + "'; give " + wanted + ".", e);
    }
  }

  /**
   * Returns all runs in the order in which they are trained: everything with the first seed before
   * anything with the second, so that there is something to compare early.
   */
  public List<Run> runs() {
    final List<Run> runs = new ArrayList<>();
    for (final long seed : seeds) {
      for (final double fraction : fractions) {
        for (final Method method : methods) {
          runs.add(new Run(method, fraction, seed));
        }
      }
    }
    return runs;
  }

  /** Returns the method that gains are counted from: the supervised one, or else the first. */
  public Method baseline() {
    return methods.contains(Method.SUPERVISED) ? Method.SUPERVISED : methods.get(0);
  }
}
