package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TType;

/** Ends a step that is running, at points that a network sets in its graph. */
interface StepStop extends AutoCloseable {

  /** Sets no points: a step ends at its end. */
  StepStop NONE =
      new StepStop() {
        @Override
        public <T extends TType> Operand<T> point(Ops tf, Operand<T> x) {
          return x;
        }

        @Override
        public Session.Runner feed(Session.Runner runner) {
          return runner;
        }

        @Override
        public void stop() {}

        @Override
        public void close() {}
      };

  /** Returns the tensor behind a point, at which the pass forward and that backward can end. */
  <T extends TType> Operand<T> point(Ops tf, Operand<T> x);

  /** Lets a run know of requests. */
  Session.Runner feed(Session.Runner runner);

  /** Makes the running step and all later ones fail; to be called from another thread. */
  void stop();

  /** To be closed before the graph is. */
  @Override
  void close();
}
