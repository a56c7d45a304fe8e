package sc.fiji.duosegnet.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import sc.fiji.duosegnet.model.TemporaryFolder;

/**
 * Whatever is changed in a file, it loads or is refused in one sentence that names it. A few files
 * of each kind; the benchmark FuzzDriver opens thousands.
 */
class HostileFilesTest {

  private static final String TEMPORARY = System.getProperty("java.io.tmpdir");
  private static TemporaryFolder folder;
  private static Map<String, Target> targets;
  private static Opened opened;

  @BeforeContainer
  static void makeGoodFiles() throws IOException {
    folder = new TemporaryFolder();
    targets = Targets.all(Files.createDirectory(folder.path().resolve("good")));
    final Path root = folder.path().resolve("files");
    opened = new Opened(root);
    System.setProperty("java.io.tmpdir", root.resolve("tmp").toString());
  }

  @AfterContainer
  static void deleteAll() {
    System.setProperty("java.io.tmpdir", TEMPORARY);
    opened.close();
    folder.close();
  }

  @Provide
  Arbitrary<String> kinds() {
    return Arbitraries.of(targets.keySet());
  }

  @Property(tries = 200, seed = "20", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void changedFilesLoadOrAreRefused(@ForAll("kinds") String kind, @ForAll long seed)
      throws Exception {
    final Outcome outcome = opened.open(targets.get(kind), seed);
    assertNotEquals(Outcome.Kind.FAILURE, outcome.kind(), kind + ": " + outcome.text());
  }

  /** Otherwise, all files could be refused, for a mistake of the test's own. */
  @Example
  void goodFilesLoad() throws Exception {
    for (final Map.Entry<String, Target> entry : targets.entrySet()) {
      final Target target = entry.getValue();
      for (int i = 0; i < 8; i++) {
        final Path file = folder.path().resolve(target.fileName());
        Files.write(file, target.good(new Random(i)));
        final Outcome outcome =
            Outcome.of(
                file,
                () -> {
                  target.open(file);
                  return null;
                });
        assertEquals(Outcome.Kind.LOADED, outcome.kind(), entry.getKey() + ": " + outcome.text());
      }
    }
  }
}
