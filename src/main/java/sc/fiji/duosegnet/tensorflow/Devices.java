package sc.fiji.duosegnet.tensorflow;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunMetadata;

/** The devices that TensorFlow really has, and which of them does what. */
final class Devices {

  private Devices() {}

  /**
   * Asks TensorFlow itself, as a wish for a GPU in some setting says nothing of what works. The
   * first to ask decides for the whole process how the memory of GPUs is taken and how many threads
   * an op may have, so this asks with the configuration of all sessions.
   *
   * @param threads threads of the program; 0 means all processors
   * @return names such as {@code CPU:0}
   */
  static List<String> list(int threads) {
    final List<String> names = new ArrayList<>();
    final byte[] configuration = SessionConfiguration.anyDevice(threads).toByteArray();
    final TFE_ContextOptions options = tensorflow.TFE_NewContextOptions();
    try (TF_Status status = TF_Status.newStatus();
        BytePointer bytes = new BytePointer(configuration)) {
      tensorflow.TFE_ContextOptionsSetConfig(options, bytes, configuration.length, status);
      status.throwExceptionIfNotOK();
      final TFE_Context context = tensorflow.TFE_NewContext(options, status);
      status.throwExceptionIfNotOK();
      final TF_DeviceList devices = tensorflow.TFE_ContextListDevices(context, status);
      status.throwExceptionIfNotOK();
      for (int i = 0; i < tensorflow.TF_DeviceListCount(devices); i++) {
        names.add(shortened(tensorflow.TF_DeviceListName(devices, i, status).getString()));
      }
      tensorflow.TF_DeleteDeviceList(devices);
      tensorflow.TFE_DeleteContext(context);
    } finally {
      tensorflow.TFE_DeleteContextOptions(options);
    }
    return List.copyOf(names);
  }

  private static String shortened(String name) {
    return name.substring(name.indexOf("device:") + "device:".length());
  }

  /**
   * Wants all ops of a graph on one device, those of gradients among them, for which the scopes of
   * TensorFlow Java have no device. Ops that the device can't do are done elsewhere. To be called
   * before the first run.
   *
   * @param device a name such as {@code GPU:1}
   */
  static void request(Graph graph, String device) {
    final TF_Graph handle = handle(graph);
    for (final Iterator<GraphOperation> all = graph.operations(); all.hasNext(); ) {
      tensorflow.TF_SetRequestedDevice(
          handle, all.next().getUnsafeNativeHandle(), "/device:" + device);
    }
  }

  /** TensorFlow Java keeps it to itself, other than the handles of ops. */
  static TF_Graph handle(Graph graph) {
    try {
      final Field field = Graph.class.getDeclaredField("nativeHandle");
      field.setAccessible(true);
      return (TF_Graph) field.get(graph);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This is another TensorFlow Java than was compiled with.", e);
    }
  }

  /**
   * Counts the ops of a run by the device that each was executed on.
   *
   * @param metadata of a run with partition graphs
   */
  static Map<String, Integer> placement(RunMetadata metadata) {
    final Map<String, Integer> counts = new TreeMap<>();
    for (final GraphDef part : metadata.getPartitionGraphsList()) {
      for (final NodeDef node : part.getNodeList()) {
        counts.merge(shortened(node.getDevice()), 1, Integer::sum);
      }
    }
    return counts;
  }
}
