package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.Menus;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTableTest {

  @Test
  void readsOneLine() {
    assertEquals(Map.of("A b", "x.Y(\"z\")"), table("Plugins>Menu, \"A b\", x.Y(\"z\")"));
    assertEquals(Map.of("A, b", "x.Y"), table("File>Import,\"A, b\",x.Y"));
  }

  @Test
  void leavesShortcutsOut() {
    assertEquals(Map.of("Select All", "x.Y"), table("\"Select All[a]\",x.Y"));
  }

  @Test
  void passesOverWhatIsNoCommand() {
    assertEquals(Map.of(), table("\"-\""));
    assertEquals(Map.of(), table("nothing at all"));
  }

  @Test
  void keepsTheFirstOfTwo() {
    final Map<String, String> commands = new HashMap<>(Map.of("A", "first"));
    CommandTable.addLine("\"A\",second", commands);
    assertEquals("first", commands.get("A"));
  }

  @Test
  void fillsImageJsTableWithoutDisplay() throws IOException {
    CommandTable.fill();
    final Map<?, ?> commands = Menus.getCommands();
    assertEquals(
        "sc.fiji.duosegnet.imagej.MenuEntry(\"sc.fiji.duosegnet.commands.Train\")",
        commands.get("Train"));
    assertEquals("ij.plugin.Converter(\"8-bit\")", commands.get("8-bit"));
    assertEquals("ij.plugin.Selection(\"all\")", commands.get("Select All"));
  }

  private static Map<String, String> table(String line) {
    final Map<String, String> commands = new HashMap<>();
    CommandTable.addLine(line, commands);
    return commands;
  }
}
