package sc.fiji.duosegnet.engine;

/** A failure of the engine, in one sentence, free of the engine's own exception types. */
public class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
