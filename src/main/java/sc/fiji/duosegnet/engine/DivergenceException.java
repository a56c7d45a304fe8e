package sc.fiji.duosegnet.engine;

/** A training whose losses are no numbers any more: it would end the same way once more. */
final class DivergenceException extends EngineException {

  private static final long serialVersionUID = 1L;

  DivergenceException(String message) {
    super(message);
  }
}
