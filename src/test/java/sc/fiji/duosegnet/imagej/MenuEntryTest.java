package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Java that is too old reads the entries, and says in one sentence what it lacks. */
class MenuEntryTest {

  /** Version 52 of class files is that of Java 8. */
  @ParameterizedTest
  @ValueSource(classes = {MenuEntry.class, Headless.class, HostJava.class})
  void entriesAreReadByJava8(Class<?> type) throws IOException {
    try (DataInputStream in =
        new DataInputStream(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
      assertEquals(0xCAFEBABE, in.readInt());
      assertEquals(52, in.readInt());
      // Classes of ours that it refers to by more than a text would be read with it.
      final String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      for (final String other : new String[] {"CommandBridge", "HeadlessMacro", "Failures"}) {
        assertFalse(all.contains("sc/fiji/duosegnet/imagej/" + other), other);
      }
    }
  }

  @Test
  void onlyOlderOnesAreRefused() {
    assertNull(HostJava.problem("17"));
    assertNull(HostJava.problem("21"));
    assertNull(HostJava.problem(HostJava.version()));
    assertTrue(
        HostJava.problem("1.8")
            .startsWith("Duo-SegNet needs Java 17 or newer, but ImageJ runs with Java 8 ("));
    assertTrue(HostJava.problem("11").contains("with Java 11 ("));
  }

  /** Without a display, as the tests run. */
  @Test
  void aProgramThatCallsAnEntryLearnsOfIt() {
    final IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> new MenuEntry("11").run("no.Command"));
    assertEquals(HostJava.problem("11"), refused.getMessage());
  }

  /** ImageJ lets an error end a macro only on threads of this name. */
  @Test
  void aMacroEndsThere() throws IOException, InterruptedException {
    CommandTable.fill();
    CommandTable.commands().put("Entry on Java 11", OnJava11.class.getName());
    final PrintStream before = System.err;
    final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      final Thread thread = new Thread(MenuEntryTest::runMacro, "Test Macro$");
      thread.start();
      thread.join();
    } finally {
      System.setErr(before);
      CommandTable.commands().remove("Entry on Java 11");
    }
    assertTrue(errors.toString(StandardCharsets.UTF_8).contains(HostJava.problem("11")));
    assertEquals("first", System.clearProperty("duosegnet.reached"));
  }

  private static void runMacro() {
    final String reach = "call('java.lang.System.setProperty', 'duosegnet.reached', '%s');\n";
    try {
      new Interpreter()
          .run(
              String.format(reach, "first")
                  + "run('Entry on Java 11');\n"
                  + String.format(reach, "second"),
              "");
    } catch (final RuntimeException e) {
      assertEquals(Macro.MACRO_CANCELED, e.getMessage());
    }
  }

  /** An entry as ImageJ would have it there. */
  public static final class OnJava11 implements PlugIn {
    @Override
    public void run(String arg) {
      new MenuEntry("11").run("no.Command");
    }
  }
}
