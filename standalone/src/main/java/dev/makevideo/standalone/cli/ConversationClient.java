package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * One conversation, as the API has it. A service that is away or busy is asked again as that of a
 * job is, with the same id, so that nothing counts twice. Not thread-safe.
 */
final class ConversationClient {
  private static final String ALL = "/v1/conversations";

  private final ServiceClient service;
  private final Console console;
  private final String id;

  /** How many the brief had when it was last seen here. */
  private int turns;

  /** A call that may be made again. */
  private interface Call {
    JsonNode make() throws IOException, InterruptedException;
  }

  private ConversationClient(ServiceClient service, Console console, String id) {
    this.service = service;
    this.console = console;
    this.id = id;
  }

  /**
   * Begins one.
   *
   * @param language of the replies: en, pt
   */
  static ConversationClient begin(ServiceClient service, Console console, String language)
      throws IOException, InterruptedException {
    String key = UUID.randomUUID().toString();
    ObjectNode body = ConsoleCommand.object().put("language", language);
    JsonNode begun = patiently(console, () -> service.tell(ALL, body, "Idempotency-Key", key));
    String id = service.id(begun.path("id"), "conversation");
    return new ConversationClient(service, console, id);
  }

  /**
   * One that is there.
   *
   * @throws ServiceException with 404 if it is not
   */
  static ConversationClient resume(ServiceClient service, Console console, String id)
      throws IOException, InterruptedException {
    ConversationClient client = new ConversationClient(service, console, id);
    client.view();
    return client;
  }

  String id() {
    return id;
  }

  /** Where it stands. */
  JsonNode view() throws IOException, InterruptedException {
    JsonNode view = patiently(console, () -> service.look(path("")));
    turns = view.path("turns").asInt(turns);
    return view;
  }

  private JsonNode seen(JsonNode reply) {
    turns = reply.path("turn").asInt(turns);
    return reply;
  }

  /**
   * Says something.
   *
   * @param script the spoken text, if it comes beside the words
   */
  JsonNode say(String text, Optional<String> script) throws IOException, InterruptedException {
    ObjectNode body = ConsoleCommand.object().put("turn_id", fresh()).put("text", text);
    script.ifPresent(given -> body.put("script", given));
    return seen(patiently(console, () -> service.tell(path("/turns"), body)));
  }

  /** Hands in the narration. */
  JsonNode narrate(Path audio) throws IOException, InterruptedException {
    String path = path("/narration?turn_id=" + fresh());
    return seen(patiently(console, () -> service.hand(path, new Multipart().file("audio", audio))));
  }

  /**
   * Starts its job, or finds the one that it started; returns the job's id.
   *
   * @throws ServiceException with 422 if somebody said more meanwhile
   */
  String start() throws IOException, InterruptedException {
    ObjectNode body = ConsoleCommand.object().put("turns", turns);
    JsonNode started = patiently(console, () -> service.tell(path("/start"), body));
    return service.id(started.path("job_id"), "job");
  }

  private String path(String rest) {
    return ALL + "/" + ServiceClient.encode(id) + rest;
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  /** A call may be made again: its turn has an id, and what it begins a key. */
  private static JsonNode patiently(Console console, Call call)
      throws IOException, InterruptedException {
    AskAgain again = AskAgain.following(System::nanoTime);
    while (true) {
      try {
        return call.make();
      } catch (IOException e) {
        again.pause(e, said -> console.tell("the conversation " + said));
      }
    }
  }
}
