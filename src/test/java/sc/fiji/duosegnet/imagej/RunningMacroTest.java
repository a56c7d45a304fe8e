package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ij.macro.Interpreter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

public class RunningMacroTest {

  private static final List<Boolean> SEEN = new ArrayList<>();

  /** What the macro of the test calls; ImageJ calls only what is public. */
  public static String look() {
    SEEN.add(RunningMacro.get() != null);
    RunningMacro.fromMenu(
        () -> {
          SEEN.add(RunningMacro.get() != null);
          SEEN.add(RunningMacro.isThere());
        });
    SEEN.add(RunningMacro.get() != null);
    return "";
  }

  @Test
  void aWaitingMacroIsNotTheOneOfACommandFromTheMenu() {
    SEEN.clear();
    new Interpreter().run("call('" + RunningMacroTest.class.getName() + ".look');");
    assertEquals(List.of(true, false, false, true), SEEN);
    assertNull(RunningMacro.get());
  }
}
