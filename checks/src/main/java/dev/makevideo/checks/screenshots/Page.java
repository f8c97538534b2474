package dev.makevideo.checks.screenshots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One tab of a {@link Browser}: opens addresses, waits for text, takes pictures. */
final class Page implements AutoCloseable {
  private static final long CALL_SECONDS = 20;
  private static final Duration SHOWN = Duration.ofSeconds(30);
  private static final Duration REST = Duration.ofSeconds(2);

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  Page(HttpClient http, URI debugger, int width, int height)
      throws IOException, InterruptedException {
    socket = get(http.newWebSocketBuilder().buildAsync(debugger, new Listener()));
    for (String domain : List.of("Page", "Runtime", "Log")) {
      call(domain + ".enable", json.createObjectNode());
    }
    ObjectNode size = json.createObjectNode();
    size.put("width", width).put("height", height).put("deviceScaleFactor", 1);
    call("Emulation.setDeviceMetricsOverride", size.put("mobile", width < 600));
  }

  /** Opens an address and waits until all of these words are shown. */
  void open(String address, String... words) throws IOException, InterruptedException {
    call("Page.navigate", json.createObjectNode().put("url", address));
    await(words);
  }

  /** Waits until all of these words are shown. */
  void await(String... words) {
    for (String word : words) {
      Await.until(
          "the page shows \"" + word + "\"",
          SHOWN,
          () ->
              evaluate(
                      "document.body.innerText.toLowerCase().includes("
                          + json.writeValueAsString(word.toLowerCase(Locale.ROOT))
                          + ")")
                  .asBoolean());
    }
  }

  /** The value of an expression. */
  JsonNode evaluate(String expression) throws IOException, InterruptedException {
    ObjectNode asked = json.createObjectNode().put("expression", expression);
    JsonNode answer = call("Runtime.evaluate", asked.put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** How many pixels of the page lie to the right of the window. */
  int overflow() throws IOException, InterruptedException {
    return evaluate("document.documentElement.scrollWidth - window.innerWidth").asInt();
  }

  /** Errors on the console so far. */
  List<String> errors() {
    return errors;
  }

  /** Takes a picture of what the window shows, when it has come to rest. */
  void picture(Path target) throws IOException, InterruptedException {
    byte[][] last = {new byte[0]};
    try {
      Await.until(
          "the page rests",
          REST,
          () -> {
            byte[] before = last[0];
            last[0] = shot();
            return Arrays.equals(before, last[0]);
          });
    } catch (AssertionError e) {
      // Some things turn for ever, such as the mark of what runs.
    }
    Files.write(target, last[0]);
  }

  private byte[] shot() throws IOException, InterruptedException {
    ObjectNode asked = json.createObjectNode().put("format", "png");
    return Base64.getDecoder().decode(call("Page.captureScreenshot", asked).get("data").asText());
  }

  private JsonNode call(String method, ObjectNode parameters)
      throws IOException, InterruptedException {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(id, answer);
    ObjectNode message = json.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    WebSocket unused = get(socket.sendText(message.toString(), true));
    JsonNode told = get(answer);
    if (told.has("error")) {
      throw new IOException(method + ": " + told.get("error"));
    }
    return told.path("result");
  }

  private static <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the browser does not answer", e);
    }
  }

  private void take(JsonNode message) {
    CompletableFuture<JsonNode> asked = open.remove(message.path("id").asInt());
    if (asked != null) {
      asked.complete(message);
      return;
    }
    JsonNode told = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" -> errors.add(told.path("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (told.path("entry").path("level").asText().equals("error")) {
          errors.add(told.path("entry").path("text").asText() + told.path("entry").path("url"));
        }
      }
      default -> {
        // an event that nobody waits for
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        try {
          take(json.readTree(whole));
        } catch (IOException e) {
          errors.add("not JSON: " + whole);
        }
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
