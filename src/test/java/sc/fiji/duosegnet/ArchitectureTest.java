package sc.fiji.duosegnet;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which package may use which: one way only, and TensorFlow in one place only. */
class ArchitectureTest {

  private static final String ROOT = "sc.fiji.duosegnet.";

  /** All packages of this program with the others that they may use. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("metrics", Set.of()),
          Map.entry("zarr", Set.of("model")),
          Map.entry("data", Set.of("model")),
          Map.entry("engine", Set.of("data", "model", "metrics")),
          Map.entry("tensorflow", Set.of("data", "model", "engine")),
          Map.entry("comparison", Set.of("data", "model", "metrics", "engine")),
          Map.entry("imagej", Set.of("zarr", "data", "model", "metrics", "engine", "comparison")),
          Map.entry("ui", Set.of("imagej", "data", "model", "metrics", "engine", "comparison")),
          Map.entry(
              "spark",
              Set.of("imagej", "zarr", "data", "model", "metrics", "engine", "comparison")),
          Map.entry(
              "commands",
              Set.of("imagej", "ui", "zarr", "data", "model", "metrics", "engine", "comparison")));

  private static final String[] TENSORFLOW = {
    "org.tensorflow..", "com.google.protobuf..", "org.bytedeco..", "com.sun.jna.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("sc.fiji.duosegnet");
  }

  @Test
  void packagesAreThoseOfTheDesign() {
    final Set<String> found =
        classes.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.substring(ROOT.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(ALLOWED.keySet()), found);
  }

  @Test
  void packagesUseOnlyThoseBelow() {
    ALLOWED.forEach(
        (name, used) -> {
          final String[] others =
              ALLOWED.keySet().stream()
                  .filter(other -> !other.equals(name) && !used.contains(other))
                  .map(other -> ROOT + other + "..")
                  .toArray(String[]::new);
          check(
              noClasses()
                  .that()
                  .resideInAPackage(ROOT + name + "..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(others));
        });
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void theCoreKnowsNoHost() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                packages("zarr", "data", "model", "metrics", "engine", "tensorflow", "comparison"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ij..", "org.scijava..", "net.imagej..", "javax.swing.."));
    // BufferedImage and ImageIO need no display, the rest of AWT may.
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                packages("zarr", "data", "model", "metrics", "engine", "tensorflow", "comparison"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.awt", "java.awt.event.."));
  }

  @Test
  void tensorFlowTypesStayInTheirPackage() {
    check(
        noClasses()
            .that(resideOutsideOfPackage(ROOT + "tensorflow.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(TENSORFLOW)));
  }

  @Test
  void thePackageTensorflowIsLoadedByNameOnly() {
    check(
        noClasses()
            .that(resideOutsideOfPackage(ROOT + "tensorflow.."))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "tensorflow.."));
  }

  @Test
  void theRulesSeeWhatTheyForbid() {
    // Without this, a misspelled package would make any rule above pass.
    for (final String[] packages :
        new String[][] {TENSORFLOW, {"ij.."}, {"org.scijava.."}, {ROOT + "tensorflow.."}}) {
      final ArchRule rule =
          noClasses().that(alwaysTrue()).should().dependOnClassesThat(resideInAnyPackage(packages));
      assertEquals(true, rule.evaluate(classes).hasViolation(), Arrays.toString(packages));
    }
  }

  private static void check(ArchRule rule) {
    rule.check(classes);
  }

  private static String[] packages(String... names) {
    return Arrays.stream(names).map(name -> ROOT + name + "..").toArray(String[]::new);
  }
}
