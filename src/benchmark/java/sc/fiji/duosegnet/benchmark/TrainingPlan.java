package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.duosegnet.model.Method;

/**
 * The runs behind the tables of results, one after the other; those with a row are skipped, so that
 * the plan goes on after an interruption, and several processes may work on it. Arguments: {@code
 * tables=nuclei,heart,volume,full,minutes,fractions,ablations}, {@code seeds=1,2,3}, {@code
 * methods=...} to choose among them by name, and further ones that are handed to each run of {@link
 * TrainingBenchmark}, such as {@code threads=1}.
 */
public final class TrainingPlan {

  private static final List<String> TABLES =
      List.of("nuclei", "heart", "volume", "full", "minutes", "fractions", "ablations");

  /** Of the methods, those that are shown at all label fractions. */
  private static final List<Method> MAIN =
      List.of(
          Method.SUPERVISED,
          Method.DUO_SEGNET_STRONG,
          Method.DUO_SEGNET,
          Method.MEAN_TEACHER,
          Method.DEEP_CO_TRAINING,
          Method.UNIMATCH);

  /** As many iterations as the paper's training at 5 % of the labels, in both data sets. */
  private static final List<String> NUCLEI = List.of("dataset=nuclei", "iterations=2587");

  /**
   * Whole slices at a quarter of their size: what the networks see then is the whole chest, an
   * iteration takes half the time, and masks lose little (a true mask so reduced and enlarged again
   * has a Dice of 0.977).
   */
  private static final List<String> HEART =
      List.of("dataset=heart", "iterations=2587", "network.reduction=4", "sampling.patch_size=256");

  /**
   * Supervision for as long as strong views, whose iteration took 2.58 times the processor time on
   * Nuclei and 2.39 times on Heart.
   */
  private static final List<List<String>> EQUAL_MINUTES =
      List.of(
          run(NUCLEI, "iterations=6700"),
          run(HEART, "iterations=6200"),
          run(HEART, "iterations=6200", "protocol=volume"));

  private TrainingPlan() {}

  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final List<String> tables =
        List.of(arguments.get("tables", String.join(",", TABLES)).split(","));
    final List<String> methods = List.of(arguments.get("methods", "").split(","));
    final List<String> handed =
        Arrays.stream(args).filter(a -> !a.matches("(tables|seeds|methods)=.*")).toList();
    for (final String table : tables) {
      for (final String seed : arguments.get("seeds", "1,2,3").split(",")) {
        for (final List<String> run : runs(table)) {
          if (methods.equals(List.of(""))
              || methods.stream().anyMatch(m -> run.contains("method=" + m))) {
            TrainingBenchmark.main(
                Stream.of(run, List.of("seed=" + seed), handed)
                    .flatMap(List::stream)
                    .toArray(String[]::new));
          }
        }
      }
    }
  }

  private static List<List<String>> runs(String table) {
    final List<List<String>> runs = new ArrayList<>();
    switch (table) {
      case "nuclei" -> everyMethod().forEach(m -> runs.add(run(NUCLEI, "method=" + m)));
      case "heart" -> everyMethod().forEach(m -> runs.add(run(HEART, "method=" + m)));
      case "volume" ->
          everyMethod().forEach(m -> runs.add(run(HEART, "method=" + m, "protocol=volume")));
      case "full" -> {
        runs.add(run(NUCLEI, "method=" + Method.SUPERVISED, "fraction=1"));
        runs.add(run(HEART, "method=" + Method.SUPERVISED, "fraction=1"));
      }
      case "minutes" ->
          EQUAL_MINUTES.forEach(
              data -> runs.add(run(data, "variant=equal-minutes", "method=" + Method.SUPERVISED)));
      case "fractions" -> {
        for (final String fraction : List.of("0.01", "0.2", "0.5")) {
          MAIN.forEach(m -> runs.add(run(NUCLEI, "method=" + m, "fraction=" + fraction)));
        }
      }
      case "ablations" -> {
        for (final List<String> data : List.of(NUCLEI, HEART)) {
          for (final List<String> change : ablations()) {
            final List<String> run = new ArrayList<>(data);
            run.add("method=" + Method.DUO_SEGNET);
            run.addAll(change);
            runs.add(run);
          }
        }
      }
      default ->
          throw new IllegalArgumentException(
              "There is no table '" + table + "'; give some of " + TABLES + ".");
    }
    return runs;
  }

  /** The paper's Tables 2a and 2b. */
  private static List<List<String>> ablations() {
    final List<List<String>> changes = new ArrayList<>();
    changes.add(List.of("variant=no-critic", "losses.adversarial=0"));
    changes.add(
        List.of(
            "variant=no-unlabeled", "losses.agreement=0", "losses.adversarial_unlabeled=false"));
    changes.add(List.of("variant=one-network", "network.views=1"));
    for (final String weight : List.of("0.1", "0.2", "0.4", "0.5")) {
      changes.add(List.of("variant=agreement-" + weight, "losses.agreement=" + weight));
    }
    return changes;
  }

  /** All methods, those first that matter most if time runs out. */
  private static List<Method> everyMethod() {
    return Stream.concat(MAIN.stream(), Arrays.stream(Method.values())).distinct().toList();
  }

  private static List<String> run(List<String> data, String... changes) {
    return Stream.concat(data.stream(), Arrays.stream(changes)).toList();
  }
}
