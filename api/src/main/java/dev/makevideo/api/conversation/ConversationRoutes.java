package dev.makevideo.api.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.makevideo.api.http.ApiKeys;
import dev.makevideo.api.http.Audit;
import dev.makevideo.api.http.IdempotencyKey;
import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.JsonBody;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Problems;
import dev.makevideo.api.http.RequestScope;
import dev.makevideo.api.http.Route;
import dev.makevideo.api.http.SocketRoute;
import dev.makevideo.api.job.CallDeadline;
import dev.makevideo.api.job.JobQuotas;
import dev.makevideo.api.job.LiveQuery;
import dev.makevideo.api.job.RoomForJobs;
import dev.makevideo.api.job.WebhookField;
import dev.makevideo.api.upload.FormShape;
import dev.makevideo.api.upload.Upload;
import dev.makevideo.api.upload.UploadReader;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SpeechSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.conversation.Attachment;
import dev.makevideo.workflows.conversation.ConversationId;
import dev.makevideo.workflows.conversation.ConversationView;
import dev.makevideo.workflows.conversation.Narration;
import dev.makevideo.workflows.conversation.StartOrder;
import dev.makevideo.workflows.conversation.Tongue;
import dev.makevideo.workflows.conversation.Turn;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.ObjectRef;
import io.javalin.http.Context;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The routes of conversations. Thread-safe. */
public final class ConversationRoutes implements AutoCloseable {
  private static final String ALL = "/v1/conversations";
  private static final String ONE = ALL + "/{id}";
  private static final int MOST_BYTES = 2 << 20;

  private final ApiKeys keys;
  private final Json json;
  private final UploadReader uploads;
  private final ArtifactStore store;
  private final WebhookField webhooks;
  private final RoomForJobs room;
  private final JobQuotas quotas;
  private final Audit audit;
  private final CallDeadline deadline = new CallDeadline();
  private final Conversations conversations;
  private final ConversationWatchRoutes watching;
  private final JsonBody bodies = new JsonBody(MOST_BYTES);

  /** What the routes are made of. */
  public record Parts(
      WorkflowClient client,
      ApiKeys keys,
      Json json,
      UploadReader uploads,
      ArtifactStore store,
      ServiceSettings services,
      SpeechSettings speech,
      RoomForJobs room,
      JobQuotas quotas,
      Problems problems,
      Audit audit,
      Clock clock,
      LongSupplier nanos,
      Random random) {}

  private record Beginning(@Nullable String language) {}

  private record Said(
      @JsonProperty("turn_id") @Nullable String turnId,
      @Nullable String text,
      @Nullable String script) {}

  private record Starting(@Nullable Integer turns) {}

  public ConversationRoutes(Parts parts) {
    keys = parts.keys();
    json = parts.json();
    uploads = parts.uploads();
    store = parts.store();
    webhooks = new WebhookField(parts.store(), parts.services());
    room = parts.room();
    quotas = parts.quotas();
    audit = parts.audit();
    ConversationFeeds feeds =
        new ConversationFeeds(deadline, new LiveQuery(parts.client(), parts.nanos()));
    conversations =
        new Conversations(
            parts.client(),
            deadline,
            ConfiguredAbilities.of(parts.services(), parts.speech()),
            parts.clock(),
            parts.random(),
            feeds::changed);
    watching =
        new ConversationWatchRoutes(
            keys,
            json,
            parts.problems(),
            conversations,
            new ConversationList(parts.client(), deadline),
            feeds,
            parts.nanos());
  }

  /** All of them. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(watching.routes(ALL, ONE));
    routes.add(Route.post(ALL, this::begin));
    routes.add(Route.get(ONE, ctx -> show(ctx, find(ctx))));
    routes.add(Route.post(ONE + "/turns", this::turn));
    routes.add(Route.post(ONE + "/narration", this::narration));
    routes.add(Route.post(ONE + "/start", this::start));
    routes.add(Route.delete(ONE, this::end));
    return routes;
  }

  /** All that become sockets. */
  public List<SocketRoute> sockets() {
    return List.of(watching.socket(ONE));
  }

  private Conversations.Found find(Context ctx) {
    return conversations.find(ctx.pathParam("id"), keys.tenant(ctx));
  }

  private void show(Context ctx, Conversations.Found found) {
    json.send(ctx, 200, ConversationResource.of(found.id(), conversations.view(found)));
  }

  private void begin(Context ctx) throws IOException {
    String language = bodies.read(ctx, Beginning.class).map(Beginning::language).orElse("en");
    Tongue tongue;
    try {
      tongue = Tongue.of(language);
    } catch (IllegalArgumentException e) {
      throw ProblemException.value(
          "language", language, "language is \"" + language + "\"; allowed: en, pt.");
    }
    Conversations.Begun begun =
        conversations.begin(
            keys.tenant(ctx), RequestScope.correlationId(ctx), tongue, IdempotencyKey.of(ctx));
    audit.note(ctx, Audit.Deed.CONVERSATION_STARTED, begun.id().value());
    ctx.header("Location", ConversationResource.self(begun.id()));
    json.send(ctx, 201, ConversationResource.of(begun.id(), begun.view()));
  }

  private void turn(Context ctx) throws IOException {
    Conversations.Found found = find(ctx);
    Said said = bodies.read(ctx, Said.class).orElse(new Said(null, null, null));
    Optional<Attachment> script = Optional.empty();
    if (said.script() != null && !said.script().isBlank()) {
      script = Optional.of(Attachment.script(stored(said.script())));
    }
    Turn turn = new Turn(turnId(said.turnId()), text(said.text()), script);
    json.send(ctx, 200, ConversationResource.of(found.id(), conversations.turn(found, turn)));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Who gives none cannot send a turn again. */
  private static String turnId(@Nullable String given) {
    return given == null ? UUID.randomUUID().toString() : given;
  }

  private ObjectRef stored(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_BYTES / 2) {
      throw ProblemException.value(
          "script",
          null,
          "script has " + bytes.length + " bytes; allowed: " + MOST_BYTES / 2 + ".");
    }
    return store.put(bytes);
  }

  private void narration(Context ctx) throws IOException {
    Conversations.Found found = find(ctx);
    room.require();
    try (Upload upload = uploads.read(ctx, FormShape.NARRATION)) {
      ObjectRef audio = upload.keptIn(store);
      String id = turnId(ctx.queryParam("turn_id"));
      Turn turn = new Turn(id, "", Optional.of(Attachment.narration(audio, upload.duration())));
      json.send(ctx, 200, ConversationResource.of(found.id(), conversations.turn(found, turn)));
    }
  }

  /** What is checked against the disk is checked here; the rest by the workflow. */
  private void start(Context ctx) throws IOException {
    Conversations.Found found = find(ctx);
    @Nullable Integer seen = bodies.read(ctx, Starting.class).map(Starting::turns).orElse(null);
    ConversationView view = conversations.view(found);
    if (view.job().isPresent()) {
      started(ctx, found.id(), view.job().get(), 200);
      return;
    }
    if (seen != null && seen != view.turns()) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST,
              "The brief has changed: it has " + view.turns() + " turns, not " + seen + ".",
              "turns")
          .withStatus(422);
    }
    room.require();
    if (view.missing().isEmpty() && found.open()) {
      Duration lasts = view.brief().narration().flatMap(Narration::duration).orElse(Duration.ZERO);
      quotas.require(ctx, keys.tenant(ctx), lasts);
    }
    Optional<ObjectRef> typed = Optional.empty();
    String script = view.brief().texts().get(Field.SCRIPT);
    if (script != null) {
      typed = Optional.of(stored(script));
    }
    StartOrder order =
        new StartOrder(view.turns(), store.id(), typed, webhooks.usual(keys.tenant(ctx)));
    JobId job = conversations.start(found, order);
    audit.note(ctx, Audit.Deed.JOB_STARTED, job.value());
    started(ctx, found.id(), job, 202);
  }

  private void started(Context ctx, ConversationId id, JobId job, int status) {
    String path = "/v1/videos/" + job.value();
    ctx.header("Location", path);
    json.send(
        ctx,
        status,
        Map.of(
            "id",
            id.value(),
            "job_id",
            job.value(),
            "links",
            Map.of("self", ConversationResource.self(id), "job", path)));
  }

  private void end(Context ctx) {
    Conversations.Found found = find(ctx);
    ConversationView ended = conversations.end(found);
    audit.note(ctx, Audit.Deed.CONVERSATION_ENDED, found.id().value());
    json.send(ctx, 200, ConversationResource.of(found.id(), ended));
  }

  /** Ends streams and sockets: a server that stops would wait for them. */
  public void drain() {
    watching.drain();
  }

  /** To be called when no request is under way any more. */
  @Override
  public void close() {
    watching.close();
    deadline.close();
  }
}
