package sc.fiji.duosegnet.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** The graph of a SavedModel, changed and written back. */
final class ChangedGraph {

  private static final String SIGNATURE = "serving_default";

  private final Path file;
  private final SavedModel.Builder whole;
  private final MetaGraphDef.Builder model;

  ChangedGraph(Path savedModel) throws IOException {
    file = savedModel.resolve("saved_model.pb");
    whole = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    model = whole.getMetaGraphsBuilder(0);
  }

  void write() throws IOException {
    Files.write(file, whole.build().toByteArray());
  }

  private NodeDef.Builder node(String op) {
    return model.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getOp().equals(op))
        .findFirst()
        .orElseThrow();
  }

  /** Adds an operation that nothing uses. */
  void addOperation(String op) {
    model.getGraphDefBuilder().addNode(NodeDef.newBuilder().setName("evil").setOp(op));
  }

  /** Adds a function of one operation. */
  void addFunction(String op) {
    final FunctionDef.Builder function = FunctionDef.newBuilder();
    function.getSignatureBuilder().setName("helper");
    function.addNodeDef(NodeDef.newBuilder().setName("evil").setOp(op));
    model.getGraphDefBuilder().getLibraryBuilder().addFunction(function);
  }

  /** Lets an output wait for an operation. */
  void outputAfter(String op) {
    final String output =
        model.getSignatureDefOrThrow(SIGNATURE).getOutputsOrThrow("view1").getName();
    model.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(node -> output.equals(node.getName() + ":0"))
        .forEach(node -> node.addInput("^" + node(op).getName()));
  }

  /** Lets restoring wait for an operation. */
  void restoreAfter(String op) {
    node("NoOp").addInput("^" + node(op).getName());
  }

  /** Gives an operation the first constant as an input. */
  void constantInto(String op, int input) {
    node(op).setInput(input, node("Const").getName());
  }

  /** Takes a size from numbers, by an operation that hands them on. */
  void sliceOfNumbers() {
    final String constant = node("Const").getName();
    model
        .getGraphDefBuilder()
        .addNode(NodeDef.newBuilder().setName("evil").setOp("Identity").addInput(constant));
    node("Slice").setInput(0, "evil");
  }

  /** Names an operation that is run when the model is loaded. */
  void runAtLoading() {
    model.putCollectionDef("saved_model_main_op", CollectionDef.getDefaultInstance());
  }

  void addAsset(String name) {
    model.addAssetFileDef(AssetFileDef.newBuilder().setFilename(name));
  }

  void addSignature(String name) {
    model.putSignatureDef(name, model.getSignatureDefOrThrow(SIGNATURE));
  }

  private static TensorShapeProto shape(long length) {
    return TensorShapeProto.newBuilder()
        .addDim(TensorShapeProto.Dim.newBuilder().setSize(length))
        .build();
  }

  /** Makes one value of the first constant one of many. */
  void resizeConstant(long length) {
    final TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(shape(length))
            .addFloatVal(1);
    node("Const").putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
  }

  void resizeVariable(long length) {
    node("VariableV2").putAttr("shape", AttrValue.newBuilder().setShape(shape(length)).build());
  }

  /** Sets all strides of the first convolution. */
  void setStrides(long stride) {
    final AttrValue.ListValue.Builder strides = AttrValue.ListValue.newBuilder();
    for (int i = 0; i < 4; i++) {
      strides.addI(stride);
    }
    node("Conv2D").putAttr("strides", AttrValue.newBuilder().setList(strides).build());
  }
}
