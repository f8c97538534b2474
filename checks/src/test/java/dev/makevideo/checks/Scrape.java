package dev.makevideo.checks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What processes told of themselves when they were asked for their metrics. */
final class Scrape {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<Sample> samples = new ArrayList<>();
  private final String text;

  private record Sample(String name, Map<String, String> labels, double value) {}

  private Scrape(String text) {
    this.text = text;
    text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::add);
  }

  /** Asks the process at this port. */
  static Scrape of(int port) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(LIMIT)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (answer.statusCode() != 200 || !type.startsWith("text/plain; version=0.0.4")) {
      throw new IOException("HTTP " + answer.statusCode() + ", " + type);
    }
    return new Scrape(answer.body());
  }

  /** What several processes told, as one. */
  static Scrape all(List<Scrape> scrapes) {
    return new Scrape(String.join("\n", scrapes.stream().map(Scrape::text).toList()));
  }

  private void add(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("no sample: " + line);
    }
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    String value = sample.group(3).replace("Inf", "Infinity");
    samples.add(new Sample(sample.group(1), labels, Double.parseDouble(value)));
  }

  String text() {
    return text;
  }

  /** How many series there are. */
  int series() {
    return samples.size();
  }

  /** How many series each name has, the most first. */
  Map<String, Long> names() {
    Map<String, Long> counts =
        samples.stream().collect(Collectors.groupingBy(Sample::name, Collectors.counting()));
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** All values of this name whose labels are so, added up; pairs of label and value. */
  double sum(String name, String... labels) {
    double sum = 0;
    for (Sample sample : samples) {
      boolean fits = sample.name().equals(name);
      for (int i = 0; i < labels.length; i += 2) {
        fits &= labels[i + 1].equals(sample.labels().get(labels[i]));
      }
      sum += fits ? sample.value() : 0;
    }
    return sum;
  }

  /** Whether there is any series of this name. */
  boolean has(String name) {
    return samples.stream().anyMatch(sample -> sample.name().equals(name));
  }
}
