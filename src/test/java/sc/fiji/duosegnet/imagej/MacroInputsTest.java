package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.ImagePlus;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

class MacroInputsTest {

  /** Inputs that all commands of one family have. */
  abstract static class Family implements Command {
    @Parameter LogService log;

    @Parameter(choices = {"Red", "Dark Blue"})
    String color = "Red";
  }

  /** A command with one input of each type. */
  @Plugin(type = Command.class, label = "Trial")
  public static final class Trial extends Family {
    @Parameter(required = false)
    ImagePlus image;

    @Parameter(required = false)
    File file;

    @Parameter(required = false)
    String text = "as it was";

    @Parameter(min = "0", max = "9")
    int whole = 3;

    @Parameter long big = 4;
    @Parameter double real = 0.5;
    @Parameter boolean yes;

    @Override
    public void run() {
      throw new UnsupportedOperationException();
    }
  }

  private CommandInfo info;
  private Module module;

  @BeforeEach
  void createModule() throws ModuleException {
    info = CommandBridge.info(Trial.class.getName());
    module = info.createModule();
  }

  @Test
  void ownInputsComeFirstAndServicesAreNone() {
    final List<String> names = MacroInputs.of(info).stream().map(ModuleItem::getName).toList();
    assertEquals(List.of("image", "file", "text", "whole", "big", "real", "yes", "color"), names);
  }

  @Test
  void readsEachType() {
    MacroInputs.fill(
        info,
        module,
        "file=[/a b/c] text=[x y] whole=7 big=12345678901 real=1e-3 yes=true color=[dark blue] ");
    assertEquals(new File("/a b/c"), module.getInput("file"));
    assertEquals("x y", module.getInput("text"));
    assertEquals(7, module.getInput("whole"));
    assertEquals(12345678901L, module.getInput("big"));
    assertEquals(0.001, module.getInput("real"));
    assertEquals(true, module.getInput("yes"));
    assertEquals("Dark Blue", module.getInput("color"));
  }

  @Test
  void leavesOutWhatIsNotNamed() {
    MacroInputs.fill(info, module, "");
    assertEquals("as it was", module.getInput("text"));
    assertEquals(3, module.getInput("whole"));
    assertEquals(false, module.getInput("yes"));
    assertNull(module.getInput("image"));
  }

  @Test
  void bareKeyIsTrueButNotInsideAValue() {
    MacroInputs.fill(info, module, "text=[oh yes indeed] whole=1 ");
    assertEquals(false, module.getInput("yes"));
    MacroInputs.fill(info, module, "text=[oh] yes ");
    assertEquals(true, module.getInput("yes"));
  }

  /** Settings have names that end like those of inputs: network.critic_width, sampling.seed. */
  @Test
  void keysInsideValuesAreNoInputs() {
    MacroInputs.fill(info, module, "text=[a.whole=7 real=2 yes=true] big=5 ");
    assertEquals("a.whole=7 real=2 yes=true", module.getInput("text"));
    assertEquals(3, module.getInput("whole"));
    assertEquals(0.5, module.getInput("real"));
    assertEquals(false, module.getInput("yes"));
    assertEquals(5L, module.getInput("big"));
    MacroInputs.fill(info, module, "text=[b [whole=1] c] whole=2 real=3 ");
    assertEquals("b [whole=1] c", module.getInput("text"));
    assertEquals(2, module.getInput("whole"));
    assertEquals(3.0, module.getInput("real"));
    MacroInputs.fill(info, module, "text=[a=1]whole=5 \nreal=4 ");
    assertEquals("a=1", module.getInput("text"));
    assertEquals(5, module.getInput("whole"));
    assertEquals(4.0, module.getInput("real"));
    // A title may have a bracket that is not closed.
    MacroInputs.fill(info, module, "file=/a[b whole=4 ");
    assertEquals(4, module.getInput("whole"));
  }

  @Test
  void noneIsNoImage() {
    MacroInputs.fill(info, module, "image=[none] ");
    assertNull(module.getInput("image"));
    MacroInputs.fill(info, module, "image=[] ");
    assertNull(module.getInput("image"));
  }

  @Test
  void refusesWrongValues() {
    assertEquals(
        "Input 'image' is 'cells.tif'; give the title of an open image; none is open.",
        refusal("image=cells.tif "));
    assertEquals("Input 'whole' is '2.5'; give a whole number.", refusal("whole=2.5 "));
    assertEquals("Input 'whole' is '-1'; give 0 or more.", refusal("whole=-1 "));
    assertEquals("Input 'whole' is '10'; give 9 or less.", refusal("whole=10 "));
    assertEquals("Input 'real' is 'much'; give a number.", refusal("real=much "));
    assertEquals("Input 'yes' is '1'; give true or false.", refusal("yes=1 "));
    assertEquals("Input 'color' is 'Green'; give one of: Red, Dark Blue.", refusal("color=Green "));
  }

  private String refusal(String options) {
    return assertThrows(
            IllegalArgumentException.class, () -> MacroInputs.fill(info, module, options))
        .getMessage();
  }
}
