package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.ConfigProto;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Precision;

/** How many threads an op and a session may have. */
@ExtendWith(InEngine.class)
class SessionConfigurationTest {

  private static final Computation CPU = Computation.processor(Precision.FLOAT32);

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 1", "4, 2", "9, 4"})
  void viewsShareTheThreads(int threads, int insideOps) {
    for (final ConfigProto each :
        List.of(
            SessionConfiguration.anyDevice(threads),
            SessionConfiguration.training(CPU, threads),
            SessionConfiguration.inference(CPU, threads))) {
      assertEquals(insideOps, each.getIntraOpParallelismThreads());
      assertEquals(threads, each.getInterOpParallelismThreads());
    }
  }

  @Test
  void zeroMeansAllProcessors() {
    assertEquals(
        Runtime.getRuntime().availableProcessors(),
        SessionConfiguration.training(CPU, 0).getInterOpParallelismThreads());
  }

  /** TensorFlow's pool between ops would be that of the process' first session otherwise. */
  @Test
  void aSessionHasThreadsOfItsOwn() {
    assertTrue(SessionConfiguration.training(CPU, 2).getUsePerSessionThreads());
    assertTrue(SessionConfiguration.inference(CPU, 2).getUsePerSessionThreads());
  }
}
