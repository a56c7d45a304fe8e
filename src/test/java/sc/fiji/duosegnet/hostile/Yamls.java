package sc.fiji.duosegnet.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes of YAML texts: keys, values, and all that the language has for filling memory. */
final class Yamls {

  private static final List<String> VALUES =
      List.of(
          "-1",
          "0",
          "999999999999999999999",
          "1e999",
          ".nan",
          "-.inf",
          "null",
          "true",
          "''",
          "[]",
          "{}",
          "[1, [2, [3]]]",
          "2001-01-01",
          "!!binary AAAA",
          "!!set {a, b}",
          "!!java.net.URL ['file:///etc/passwd']",
          "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader []]",
          "!!sc.fiji.duosegnet.model.Tensor {}",
          "\"a\\nb\\u0000\\u2028c\"",
          "../../etc/passwd",
          "1024",
          "7",
          "0.5",
          "*unknown");

  private Yamls() {}

  static String change(String yaml, Random random) {
    final List<String> lines = new ArrayList<>(yaml.lines().toList());
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      final int at = random.nextInt(lines.size());
      final String line = lines.get(at);
      final int colon = line.indexOf(':');
      switch (random.nextInt(8)) {
        case 0:
          lines.remove(at);
          break;
        case 1:
          lines.add(at, line);
          break;
        case 2:
          lines.set(at, "  " + line);
          break;
        case 3:
          lines.set(at, line.replaceFirst("\\w+:", "other" + random.nextInt(10) + ":"));
          break;
        case 4:
          if (random.nextInt(4) == 0) {
            return special(yaml, random);
          }
          break;
        default:
          if (colon > 0) {
            lines.set(
                at, line.substring(0, colon) + ": " + VALUES.get(random.nextInt(VALUES.size())));
          }
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String special(String yaml, Random random) {
    switch (random.nextInt(7)) {
      case 0:
        return laughs(yaml);
      case 1:
        return yaml + "more: &me\n  inner: [*me, *me]\n";
      case 2:
        return yaml + "deep: " + "[".repeat(5000) + "]".repeat(5000) + "\n";
      case 3:
        return yaml + "number: " + "9".repeat(500_000) + "\n";
      case 4:
        return yaml + "text: " + "x".repeat(3_000_000) + "\n";
      case 5:
        return yaml.replaceAll("settings:\n", "settings: &a\n    again: {list: [*a]}\n");
      default:
        return yaml + "---\n" + yaml;
    }
  }

  /** A list of lists of lists, each of which is named ten times by the next. */
  private static String laughs(String yaml) {
    final StringBuilder text = new StringBuilder(yaml).append("l0: &l0 [ha]\n");
    for (int i = 1; i < 9; i++) {
      text.append("l").append(i).append(": &l").append(i).append(" [");
      text.append(("*l" + (i - 1) + ", ").repeat(9)).append("*l").append(i - 1).append("]\n");
    }
    return text.toString();
  }
}
