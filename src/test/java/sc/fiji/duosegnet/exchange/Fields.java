package sc.fiji.duosegnet.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of one part of a description, with its place in it for messages. Each field has to be
 * asked for: in the end, none may be left that the specification doesn't know.
 */
final class Fields {

  private final String place;
  private final Map<?, ?> values;
  private final Set<Object> asked = new HashSet<>();

  Fields(String place, Object values) {
    this.place = place;
    this.values = assertInstanceOf(Map.class, values, place);
  }

  boolean has(String field) {
    return values.containsKey(field);
  }

  Object get(String field) {
    asked.add(field);
    assertTrue(has(field), place + " lacks " + field);
    return values.get(field);
  }

  Fields part(String field) {
    return new Fields(place + "." + field, get(field));
  }

  List<?> list(String field) {
    final List<?> list = assertInstanceOf(List.class, get(field), place + "." + field);
    assertTrue(!list.isEmpty(), place + "." + field + " is empty");
    return list;
  }

  Fields item(String field, int index) {
    return new Fields(place + "." + field + "[" + index + "]", list(field).get(index));
  }

  /** Returns a text, of a pattern and within lengths. */
  String text(String field, String pattern, int least, int most) {
    final String text = assertInstanceOf(String.class, get(field), place + "." + field);
    assertTrue(
        text.length() >= least && text.length() <= most && text.matches("(?s)" + pattern),
        place + "." + field + " is '" + text + "'");
    return text;
  }

  int integer(String field, int least) {
    final int number = assertInstanceOf(Integer.class, get(field), place + "." + field);
    assertTrue(number >= least, place + "." + field + " is " + number);
    return number;
  }

  double number(String field, double least, double most) {
    final double number =
        assertInstanceOf(Number.class, get(field), place + "." + field).doubleValue();
    assertTrue(number >= least && number <= most, place + "." + field + " is " + number);
    return number;
  }

  void is(String field, Object wanted) {
    assertEquals(wanted, get(field), place + "." + field);
  }

  /** Checks that there are no other fields than those asked for. */
  void noOthers() {
    final Set<Object> others = new HashSet<>(values.keySet());
    others.removeAll(asked);
    assertEquals(Set.of(), others, "fields of " + place + " that the specification doesn't know");
  }
}
