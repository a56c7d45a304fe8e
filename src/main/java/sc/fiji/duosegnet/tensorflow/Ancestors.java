package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.proto.NodeDef;

/** What some tensors of a graph are computed from. */
final class Ancestors {

  private Ancestors() {}

  /**
   * Returns the nodes that tensors come from and all that these need, each once.
   *
   * @param tensors names of nodes or of their outputs, such as {@code image:0}
   * @param nodes finds a node by its name
   */
  static List<NodeDef> of(List<String> tensors, Function<String, NodeDef> nodes) {
    final List<NodeDef> found = new ArrayList<>();
    final Set<String> names = new HashSet<>();
    final Deque<String> left = new ArrayDeque<>(tensors);
    while (!left.isEmpty()) {
      final String name = nodeName(left.pop());
      if (names.add(name)) {
        final NodeDef node = nodes.apply(name);
        found.add(node);
        left.addAll(node.getInputList());
      }
    }
    return found;
  }

  /** Returns the name of the node that an input of another one, or a tensor, comes from. */
  static String nodeName(String input) {
    final String name = input.startsWith("^") ? input.substring(1) : input;
    final int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
