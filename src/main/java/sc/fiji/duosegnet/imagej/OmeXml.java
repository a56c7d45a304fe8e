package sc.fiji.duosegnet.imagej;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import sc.fiji.duosegnet.model.OneLine;

/**
 * What of OME's metadata tells how the planes of a TIFF file lie (OME-TIFF specification,
 * docs.openmicroscopy.org/ome-model). Document types and what they bring, such as entities that
 * name other files, are refused.
 */
final class OmeXml extends DefaultHandler {

  /**
   * Where planes are.
   *
   * @param attributes such as IFD, PlaneCount and FirstC
   * @param uuids of the file that holds them, with its name; none if it is this one
   */
  record TiffData(Map<String, String> attributes, Map<String, String> uuids) {}

  private int images;
  private boolean elsewhere;
  private String uuid;
  private Map<String, String> pixels = Map.of();
  private final List<String> samples = new ArrayList<>();
  private final List<TiffData> tiffData = new ArrayList<>();
  private StringBuilder text;
  private String fileName;

  private OmeXml() {}

  /**
   * Reads metadata.
   *
   * @param xml from the first to the last bracket
   * @throws IOException in words for the middle of a sentence, if it is not XML
   */
  static OmeXml read(byte[] xml) throws IOException {
    // The JDK's parser: another one that the host may have need not know these features.
    final SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    final OmeXml read = new OmeXml();
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      factory.newSAXParser().parse(new ByteArrayInputStream(xml), read);
    } catch (final SAXException | ParserConfigurationException e) {
      throw new IOException("has metadata that cannot be read (" + OneLine.of(e) + ")", e);
    }
    return read;
  }

  @Override
  public void startElement(String space, String name, String qualified, Attributes attributes) {
    switch (name) {
      case "OME" -> uuid = attributes.getValue("UUID");
      case "BinaryOnly" -> elsewhere = true;
      case "Image" -> images++;
      case "Pixels" -> pixels = map(attributes);
      case "Channel" -> samples.add(attributes.getValue("SamplesPerPixel"));
      case "TiffData" -> tiffData.add(new TiffData(map(attributes), new HashMap<>()));
      case "UUID" -> {
        text = new StringBuilder();
        fileName = attributes.getValue("FileName");
      }
      default -> {
        // of no interest here
      }
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    if (text != null) {
      text.append(characters, start, length);
    }
  }

  @Override
  public void endElement(String space, String name, String qualified) {
    if (text != null && name.equals("UUID")) {
      if (!tiffData.isEmpty()) {
        tiffData
            .get(tiffData.size() - 1)
            .uuids
            .put(text.toString().trim(), fileName == null ? "" : fileName);
      }
      text = null;
    }
  }

  private static Map<String, String> map(Attributes attributes) {
    final Map<String, String> map = new HashMap<>();
    for (int i = 0; i < attributes.getLength(); i++) {
      map.put(attributes.getLocalName(i), attributes.getValue(i));
    }
    return map;
  }

  /** Returns the number of images. */
  int images() {
    return images;
  }

  /** Tells whether all planes, to all that is said here, are in the file of this name. */
  boolean isAllIn(String file) {
    final Map<String, String> named = new HashMap<>();
    tiffData.forEach(data -> named.putAll(data.uuids));
    if (elsewhere || named.size() > 1) {
      return false;
    }
    // A file that was renamed is still the one of its UUID.
    return named.isEmpty()
        || (uuid == null ? named.containsValue(file) : named.containsKey(uuid.trim()));
  }

  /** Returns an attribute of the pixels, or null. */
  String pixels(String attribute) {
    return pixels.get(attribute);
  }

  /** Returns where planes are, in the order of the metadata. */
  List<TiffData> tiffData() {
    return tiffData;
  }

  /** Returns how many values a pixel has in each channel, as written; null where it is not. */
  List<String> samples() {
    return samples;
  }
}
