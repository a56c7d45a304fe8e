package sc.fiji.duosegnet.engine;

/** The engine got no memory for what it was to do; less of it may work. */
public final class MemoryShortageException extends EngineException {

  private static final long serialVersionUID = 1L;

  public MemoryShortageException(String message) {
    super(message);
  }

  public MemoryShortageException(String message, Throwable cause) {
    super(message, cause);
  }
}
