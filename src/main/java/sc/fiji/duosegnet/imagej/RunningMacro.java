package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.macro.Interpreter;

/**
 * The macro that a command was called from. ImageJ knows one running macro for all: it may be
 * another one, which waits for the user ({@code waitForUser}) while the command was chosen from the
 * menu, and is not to end with that. In Fiji, where commands do not come through {@link
 * CommandBridge}, it is always the one that runs.
 */
public final class RunningMacro {

  private static final ThreadLocal<Boolean> FROM_MENU = ThreadLocal.withInitial(() -> false);

  /** How ImageJ names threads of macros, to know them by. */
  private static final String MACRO_THREAD = "Run$_";

  private RunningMacro() {}

  /** Tells whether a macro has called what runs on this thread, with options or without. */
  static boolean isOnThisThread() {
    return Thread.currentThread().getName().startsWith(MACRO_THREAD);
  }

  /** Does what was chosen from the menu, on this thread. */
  static void fromMenu(Runnable command) {
    FROM_MENU.set(true);
    try {
      command.run();
    } finally {
      FROM_MENU.remove();
    }
  }

  /** Returns the macro that called the command of this thread; null if none did. */
  static Interpreter get() {
    return FROM_MENU.get() ? null : Interpreter.getInstance();
  }

  /** Tells whether the command of this thread was called from a macro, as far as ImageJ knows. */
  public static boolean isThere() {
    return !FROM_MENU.get() && IJ.isMacro();
  }
}
