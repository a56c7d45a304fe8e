package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values after RFC 4180; line ends may be LF or CRLF. */
public final class Csv {

  /**
   * One record.
   *
   * @param line number of the line it starts in, from 1
   * @param fields its fields, unquoted
   */
  public record Row(int line, List<String> fields) {}

  /** Text that is no CSV. */
  public static final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1L;
    private final int line;

    SyntaxException(int line, String message) {
      super(message);
      this.line = line;
    }

    /** Returns the number of the line, from 1. */
    public int line() {
      return line;
    }
  }

  private final String text;
  private int at;
  private int line = 1;

  private Csv(String text) {
    this.text = text;
  }

  /** Appends one record, with quotes where they are needed. */
  public static void append(StringBuilder out, List<String> fields) {
    String separator = "";
    for (final String field : fields) {
      out.append(separator);
      if (field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
        out.append('"').append(field.replace("\"", "\"\"")).append('"');
      } else {
        out.append(field);
      }
      separator = ",";
    }
    out.append('\n');
  }

  /** Writes a number with all its digits, a whole one without decimals. */
  public static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /**
   * Parses a text; empty lines and a byte order mark are skipped.
   *
   * @throws SyntaxException if a quote is not closed or followed by text
   */
  public static List<Row> parse(String text) throws SyntaxException {
    return new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text).rows();
  }

  private List<Row> rows() throws SyntaxException {
    final List<Row> rows = new ArrayList<>();
    while (at < text.length()) {
      if (skipLineEnd()) {
        continue;
      }
      final int start = line;
      final List<String> fields = new ArrayList<>();
      fields.add(field());
      while (at < text.length() && text.charAt(at) == ',') {
        at++;
        fields.add(field());
      }
      if (at < text.length() && !skipLineEnd()) {
        throw new SyntaxException(line, "text follows a closing quote; double quotes in a name");
      }
      rows.add(new Row(start, List.copyOf(fields)));
    }
    return rows;
  }

  private boolean skipLineEnd() {
    final int length = text.startsWith("\r\n", at) ? 2 : text.startsWith("\n", at) ? 1 : 0;
    at += length;
    line += length > 0 ? 1 : 0;
    return length > 0;
  }

  private String field() throws SyntaxException {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    final int start = at;
    while (at < text.length()
        && text.charAt(at) != ','
        && text.charAt(at) != '\n'
        && !text.startsWith("\r\n", at)) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() throws SyntaxException {
    final int start = line;
    final StringBuilder field = new StringBuilder();
    for (at++; at < text.length(); at++) {
      final char c = text.charAt(at);
      if (c == '"') {
        at++;
        if (at == text.length() || text.charAt(at) != '"') {
          return field.toString();
        }
      }
      line += c == '\n' ? 1 : 0;
      field.append(c);
    }
    throw new SyntaxException(start, "a quote is not closed; close it");
  }
}
