package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/** Two U-Nets on the labeled images alone: the lower bound for every other method. */
final class Supervised implements TrainingMethod {

  private final SupervisedTerms supervised;

  Supervised(Context context) {
    supervised = new SupervisedTerms(context);
  }

  @Override
  public Operand<TFloat32> total() {
    return supervised.total;
  }

  @Override
  public Map<String, Operand<TFloat32>> terms() {
    return supervised.terms;
  }

  @Override
  public void feedWeights(Session.Runner runner, double progress, List<TFloat32> made) {
    // The supervised loss has no weights.
  }

  @Override
  public List<Operand<TFloat32>> generated() {
    return List.of();
  }
}
