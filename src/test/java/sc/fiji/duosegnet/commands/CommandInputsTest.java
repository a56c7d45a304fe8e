package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.Service;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;

/** Rules on labels and macro keys that ImageJ and Fiji ask for. */
class CommandInputsTest {

  private static final Pattern LINE =
      Pattern.compile(
          "(\\S.*), \"(.+)\", sc\\.fiji\\.duosegnet\\.imagej\\.MenuEntry\\(\"(.+)\"\\)");

  /** Menu and label of plugins.config by command class. */
  private static Map<Class<?>, String> commands() throws IOException, ClassNotFoundException {
    final Map<Class<?>, String> commands = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Train.class.getResourceAsStream("/plugins.config"), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          final Matcher matcher = LINE.matcher(line);
          assertTrue(matcher.matches(), line);
          commands.put(Class.forName(matcher.group(3)), matcher.group(1) + ">" + matcher.group(2));
        }
      }
    }
    assertEquals(11, commands.size());
    return commands;
  }

  @Test
  void bothHostsShowTheSameMenuAndLabel() throws Exception {
    for (final Map.Entry<Class<?>, String> entry : commands().entrySet()) {
      final Plugin plugin = entry.getKey().getAnnotation(Plugin.class);
      assertNotNull(plugin, entry.getKey().getName());
      assertEquals(Command.class, plugin.type());
      assertEquals(entry.getValue(), plugin.menuPath());
      assertTrue(plugin.menuPath().endsWith(">" + plugin.label()), plugin.menuPath());
      assertFalse(plugin.description().isBlank());
    }
  }

  @Test
  void keysAreLowerSnakeCaseAndNeverTheEndOfAnother() throws Exception {
    for (final Class<?> command : commands().keySet()) {
      final List<String> keys = inputs(command).stream().map(Field::getName).toList();
      assertTrue(
          command == AboutDuoSegNet.class ? keys.isEmpty() : keys.size() >= 5,
          command + " " + keys);
      for (final String key : keys) {
        assertTrue(key.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"), key);
        for (final String other : keys) {
          assertFalse(other.endsWith("_" + key), key + " would be read from " + other);
        }
      }
    }
  }

  @Test
  void noInputRemembersTheLastDialogAndNoneIsDroppedSilently() throws Exception {
    for (final Class<?> command : commands().keySet()) {
      for (final Field input : inputs(command)) {
        final Parameter parameter = input.getAnnotation(Parameter.class);
        assertFalse(parameter.persist(), input.toString());
        assertFalse(parameter.required(), input.toString());
        assertFalse(parameter.label().isBlank(), input.toString());
        assertFalse(parameter.description().isBlank(), input.toString());
      }
    }
  }

  @Test
  void dialogsAreShort() throws Exception {
    for (final Class<?> command : commands().keySet()) {
      final List<String> visible =
          inputs(command).stream()
              .filter(
                  field ->
                      field.getAnnotation(Parameter.class).visibility() == ItemVisibility.NORMAL)
              .map(Field::getName)
              .toList();
      assertTrue(visible.size() <= 10, command + " " + visible);
    }
  }

  @Test
  void descriptionsOfNumbersNameTheUnitAndWhenToChangeThem() throws Exception {
    final Pattern unit =
        Pattern.compile(
            "(?i)pixels|patches|steps|slices|minutes|maps|from 1|0 to 1|seed|one value|how many");
    final Pattern change =
        Pattern.compile("\\b(Raise|Lower|raise|lower|Change|Leave it|Take as many|or 0 for)\\b");
    int numbers = 0;
    for (final Class<?> command : commands().keySet()) {
      for (final Field input : inputs(command)) {
        if (input.getType().isPrimitive() && input.getType() != boolean.class) {
          final String description = input.getAnnotation(Parameter.class).description();
          assertTrue(unit.matcher(description).find(), input + ": " + description);
          assertTrue(change.matcher(description).find(), input + ": " + description);
          numbers++;
        }
      }
    }
    assertTrue(numbers >= 20, numbers + " numbers");
  }

  @Test
  void choicesAreThoseOfTheModel() throws Exception {
    assertEquals(
        Arrays.stream(Method.values()).map(Method::label).sorted().toList(), choices("method"));
    assertEquals(
        Arrays.stream(Preset.values()).map(Preset::label).sorted().toList(), choices("preset"));
  }

  private static List<String> choices(String name) throws NoSuchFieldException {
    final Field field = TrainingCommand.class.getDeclaredField(name);
    return Arrays.stream(field.getAnnotation(Parameter.class).choices()).sorted().toList();
  }

  private static List<Field> inputs(Class<?> command) {
    final List<Field> inputs = new ArrayList<>();
    for (Class<?> type = command; type != Object.class; type = type.getSuperclass()) {
      for (final Field field : type.getDeclaredFields()) {
        final Parameter parameter = field.getAnnotation(Parameter.class);
        if (parameter != null
            && parameter.type() == ItemIO.INPUT
            && !Service.class.isAssignableFrom(field.getType())) {
          inputs.add(field);
        }
      }
    }
    return inputs;
  }
}
