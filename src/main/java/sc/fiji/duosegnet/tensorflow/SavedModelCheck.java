package sc.fiji.duosegnet.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.model.OneLine;

/**
 * Looks at a SavedModel before TensorFlow does. To TensorFlow a graph is a program, which may read
 * and write files, and numbers in it are taken at their word. So nothing is loaded that is not of
 * the kind that {@link SavedModels#write} writes.
 */
final class SavedModelCheck {

  private static final String GRAPH = "saved_model.pb";
  private static final String INDEX = "variables/variables.index";
  private static final String VALUES = "variables/variables.data-00000-of-00001";

  /** Graphs of ours have 50 to 300 kB. */
  private static final int MOST_BYTES = 32 << 20;

  private static final Set<String> OUTPUTS =
      Set.of(
          SavedModels.VIEW1,
          SavedModels.VIEW2,
          SavedModels.PROBABILITY,
          SavedModels.CONFIDENCE,
          SavedModels.CRITIC);

  private static final Set<String> NEEDED =
      Set.of(SavedModels.VIEW1, SavedModels.VIEW2, SavedModels.CONFIDENCE);

  private SavedModelCheck() {}

  /**
   * Checks graph and weights.
   *
   * @param folder a SavedModel
   * @throws EngineException in words for the middle of a sentence, if there is anything in it that
   *     ours don't have
   */
  static void check(Path folder) {
    try {
      final MetaGraphDef model = read(folder.resolve(GRAPH));
      if (model.getAssetFileDefCount() > 0 || model.getCollectionDefCount() > 0) {
        throw new EngineException("it has files or collections beside its graph");
      }
      final GraphCheck graph = new GraphCheck(model.getGraphDef());
      checkSignature(model, graph);
      graph.checkRestoring(
          model.getSaverDef().getRestoreOpName(), model.getSaverDef().getFilenameTensorName());
      checkWeights(folder, graph.variables());
    } catch (IOException e) {
      throw new EngineException(OneLine.of(e)); // its cause may be of protobuf's types
    }
  }

  private static MetaGraphDef read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw new IOException("its graph is missing or too large");
    }
    final SavedModel model;
    try {
      model = SavedModel.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new EngineException("its graph is damaged");
    }
    if (model.getMetaGraphsCount() != 1
        || !List.copyOf(model.getMetaGraphs(0).getMetaInfoDef().getTagsList())
            .equals(List.of(SavedModelBundle.DEFAULT_TAG))) {
      throw new IOException("it has not one graph to segment with");
    }
    return model.getMetaGraphs(0);
  }

  private static void checkSignature(MetaGraphDef model, GraphCheck graph) {
    final SignatureDef signature = model.getSignatureDefMap().get(Signature.DEFAULT_KEY);
    if (model.getSignatureDefCount() != 1
        || signature == null
        || !signature.getInputsMap().keySet().equals(Set.of(SavedModels.IMAGE))
        || !signature.getOutputsMap().keySet().containsAll(NEEDED)
        || !OUTPUTS.containsAll(signature.getOutputsMap().keySet())) {
      throw new EngineException("it has other inputs or outputs");
    }
    final TensorInfo image = signature.getInputsOrThrow(SavedModels.IMAGE);
    if (!graph.node(image.getName()).getOp().equals("Placeholder") || !isFloat(image)) {
      throw new EngineException("it does not take images");
    }
    for (final TensorInfo output : signature.getOutputsMap().values()) {
      if (!isFloat(output)) {
        throw new EngineException("it has an output of another type");
      }
      graph.checkComputed(output.getName(), image.getName());
    }
  }

  private static boolean isFloat(TensorInfo tensor) {
    return tensor.getDtype() == DataType.DT_FLOAT && tensor.getName().endsWith(":0");
  }

  private static void checkWeights(Path folder, Map<String, TensorShapeProto> variables)
      throws IOException {
    final Map<String, BundleEntryProto> entries = TensorIndex.read(folder.resolve(INDEX));
    final Path values = folder.resolve(VALUES);
    final long length = Files.isRegularFile(values) ? Files.size(values) : 0;
    for (final Map.Entry<String, BundleEntryProto> entry : entries.entrySet()) {
      final BundleEntryProto tensor = entry.getValue();
      final long count = ConstantCheck.count(tensor.getShape(), length / Float.BYTES);
      if (tensor.getDtype() != DataType.DT_FLOAT
          || tensor.getShardId() != 0
          || tensor.getSlicesCount() > 0
          || count < 1
          || tensor.getSize() != count * Float.BYTES
          || tensor.getOffset() < 0
          || tensor.getOffset() > length - tensor.getSize()) {
        throw new EngineException("its weights '" + OneLine.of(entry.getKey()) + "' are damaged");
      }
    }
    variables.forEach(
        (name, shape) -> {
          final BundleEntryProto tensor = entries.get(name);
          if (tensor == null || !tensor.getShape().getDimList().equals(shape.getDimList())) {
            throw new EngineException("its weights '" + OneLine.of(name) + "' don't fit");
          }
        });
  }
}
