package dev.makevideo.activities.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value in the answer of the operator's own source, with its place for messages.
 *
 * @param place such as {@code clip 3: url}
 * @param value as it came; missing or null: it is not there
 */
record AnswerField(String place, JsonNode value) {
  private static final int MAX_TEXT = 10_000;
  private static final int MAX_URL = 2_000;
  private static final int SHOWN = 100;

  /** A field of an object. */
  AnswerField get(String name) throws CommandAnswer.UnfitException {
    if (!value.isObject()) {
      throw unfit("an object");
    }
    JsonNode field = value.path(name);
    return new AnswerField(place + ": " + name, field.isNull() ? MissingNode.getInstance() : field);
  }

  boolean isThere() {
    return !value.isMissingNode();
  }

  /** The values of a list, each called by its number from 1. */
  List<AnswerField> list(String called, int most) throws CommandAnswer.UnfitException {
    if (!value.isArray() || value.size() > most) {
      throw unfit("a list of at most " + most);
    }
    List<AnswerField> fields = new ArrayList<>();
    String before = called.equals("clip") ? "" : place.replaceFirst(": \\w+$", ": ");
    for (int i = 0; i < value.size(); i++) {
      fields.add(new AnswerField(before + called + " " + (i + 1), value.get(i)));
    }
    return fields;
  }

  /** A text, which must be there. */
  String text() throws CommandAnswer.UnfitException {
    String text = value.isIntegralNumber() ? value.asText() : value.textValue();
    if (text == null || text.isBlank() || text.length() > MAX_TEXT) {
      throw unfit("a text of 1 to " + MAX_TEXT + " characters");
    }
    return text;
  }

  /** A text that says something, if there is one. */
  Optional<String> optionalText() throws CommandAnswer.UnfitException {
    boolean none = !isThere() || (value.isTextual() && value.textValue().isBlank());
    return none ? Optional.empty() : Optional.of(text());
  }

  /** The address of something on the web, which must be there. */
  String url() throws CommandAnswer.UnfitException {
    String url = value.isTextual() ? value.textValue() : "";
    if (url.length() > MAX_URL || Rendition.http(url).isEmpty()) {
      throw unfit(
          "an http or https URL of at most " + MAX_URL + " characters, without a user in it");
    }
    return url;
  }

  Optional<String> optionalUrl() throws CommandAnswer.UnfitException {
    return optionalText().isEmpty() ? Optional.empty() : Optional.of(url());
  }

  /** A number within bounds, which must be there. */
  double number(double least, double most) throws CommandAnswer.UnfitException {
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(number >= least && number <= most)) {
      throw unfit("a number from " + bound(least) + " to " + bound(most));
    }
    return number;
  }

  Optional<Double> optionalNumber(double least, double most) throws CommandAnswer.UnfitException {
    return isThere() ? Optional.of(number(least, most)) : Optional.empty();
  }

  private static String bound(double number) {
    return new BigDecimal(number).toPlainString();
  }

  private CommandAnswer.UnfitException unfit(String allowed) {
    return new CommandAnswer.UnfitException(
        place
            + (isThere() ? " is " + shown(value.toString()) : " is missing")
            + "; allowed: "
            + allowed);
  }

  /** Short, on one line, and without what a terminal obeys. */
  static String shown(String text) {
    String plain = Candidate.plain(text);
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
  }
}
