package dev.makevideo.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Problems;
import dev.makevideo.workflows.wire.Payloads;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of the Model Context Protocol (revision 2025-11-25 and those before it that the SDK
 * speaks): the same tools and resources whatever carries the messages. Thread-safe.
 */
public final class McpServers {
  private static final String NAME = "make-video";
  private static final String INSTRUCTIONS =
      "make-video turns a narration into a finished video. create_video starts a job and returns"
          + " its id at once; a job takes minutes and is never lost. Call get_video with"
          + " wait_seconds until its status is completed, failed or cancelled; the link \"file\" is"
          + " the MP4, to be given to the person as it is. explain_video says why a job failed or"
          + " waits; retry_video runs it again; rerender_video makes another one of a finished one. An"
          + " error names the field, its value and what is allowed.";

  /** Routes check what tools are told, and say more of what is wrong. */
  private static final JsonSchemaValidator UNCHECKED =
      (schema, value) -> JsonSchemaValidator.ValidationResponse.asValid("");

  private static final McpSchema.ServerCapabilities CAPABILITIES =
      McpSchema.ServerCapabilities.builder().tools(false).resources(false, false).build();

  private final Logger log = LoggerFactory.getLogger(McpServers.class);
  private final ObjectMapper mapper = Payloads.mapper();
  private final ServiceFinder service;
  private final VideoTools tools;
  private final String version;

  public McpServers(ServiceFinder service, Material material, String version) {
    this.service = service;
    this.tools = new VideoTools(material);
    this.version = version;
  }

  /** How messages are written. */
  public static McpJsonMapper json() {
    return new JacksonMcpJsonMapper(Payloads.mapper());
  }

  /** One that keeps nothing between messages. */
  McpStatelessSyncServer over(McpStatelessServerTransport transport) {
    return McpServer.sync(transport)
        .jsonMapper(json())
        .jsonSchemaValidator(UNCHECKED)
        .validateToolInputs(false)
        .immediateExecution(true)
        .serverInfo(NAME, version)
        .instructions(INSTRUCTIONS)
        .capabilities(CAPABILITIES)
        .tools(
            tools.all().stream()
                .map(
                    one ->
                        new McpStatelessServerFeatures.SyncToolSpecification(
                            one.tool(), (context, request) -> call(one, context, request)))
                .toList())
        .resourceTemplates(
            templates().entrySet().stream()
                .map(
                    one ->
                        new McpStatelessServerFeatures.SyncResourceTemplateSpecification(
                            one.getValue(), this::read))
                .toList())
        .build();
  }

  /** One for the session of a client. */
  public McpSyncServer over(McpServerTransportProvider transport) {
    return McpServer.sync(transport)
        .jsonMapper(json())
        .jsonSchemaValidator(UNCHECKED)
        .validateToolInputs(false)
        .serverInfo(NAME, version)
        .instructions(INSTRUCTIONS)
        .capabilities(CAPABILITIES)
        .tools(
            tools.all().stream()
                .map(
                    one ->
                        new McpServerFeatures.SyncToolSpecification(
                            one.tool(),
                            (exchange, request) -> call(one, exchange.transportContext(), request)))
                .toList())
        .resourceTemplates(
            templates().entrySet().stream()
                .map(
                    one ->
                        new McpServerFeatures.SyncResourceTemplateSpecification(
                            one.getValue(),
                            (exchange, request) -> read(exchange.transportContext(), request)))
                .toList())
        .build();
  }

  private static Map<VideoTexts, ResourceTemplate> templates() {
    Map<VideoTexts, ResourceTemplate> templates = new java.util.EnumMap<>(VideoTexts.class);
    for (VideoTexts text : VideoTexts.values()) {
      templates.put(
          text,
          ResourceTemplate.builder(text.template(), text.name().toLowerCase(Locale.ROOT))
              .description(text.description())
              .mimeType(text.mediaType())
              .build());
    }
    return templates;
  }

  /** What goes wrong is an answer for the assistant, which can do something about it. */
  private CallToolResult call(
      VideoTools.Defined tool, McpTransportContext context, CallToolRequest request) {
    try {
      Map<String, Object> arguments = Optional.ofNullable(request.arguments()).orElse(Map.of());
      ObjectNode json = mapper.valueToTree(arguments);
      return result(tool.call(service.find(context), new Arguments(json)), false);
    } catch (Exception e) {
      return result(problem(e, tool.tool().name()), true);
    }
  }

  private static CallToolResult result(JsonNode json, boolean error) {
    return new CallToolResult.Builder().addTextContent(json.toString()).isError(error).build();
  }

  private ReadResourceResult read(McpTransportContext context, ReadResourceRequest request) {
    try {
      for (VideoTexts text : VideoTexts.values()) {
        Optional<String> id = text.id(request.uri());
        if (id.isPresent()) {
          String content = text.read(service.find(context), id.get());
          return new ReadResourceResult(
              List.of(
                  new McpSchema.TextResourceContents(request.uri(), text.mediaType(), content)));
        }
      }
    } catch (Exception e) {
      ObjectNode problem = problem(e, "resources/read");
      boolean missing = problem.path("status").asInt() == 404;
      throw McpError.builder(
              missing
                  ? McpSchema.ErrorCodes.RESOURCE_NOT_FOUND
                  : McpSchema.ErrorCodes.INVALID_REQUEST)
          .message(problem.path("detail").asText())
          .data(problem)
          .build();
    }
    throw McpError.RESOURCE_NOT_FOUND.apply(request.uri());
  }

  private ObjectNode problem(Exception e, String tool) {
    if (e instanceof RefusedCallException refused) {
      return refused.problem();
    }
    if (e instanceof ProblemException problem) {
      return members(problem);
    }
    if (e instanceof IOException) {
      log.atWarn().addKeyValue("tool", tool).setCause(e).log("tool did not reach the service");
      return members(
          new ProblemException(
              ProblemType.DEPENDENCY_UNAVAILABLE,
              "The service does not answer (" + e + "). Nothing was lost; try again."));
    }
    log.atError().addKeyValue("tool", tool).setCause(e).log("tool failed");
    return members(new ProblemException(ProblemType.INTERNAL, "The log has the reason."));
  }

  private ObjectNode members(ProblemException problem) {
    ObjectNode members = mapper.valueToTree(Problems.members(problem, ""));
    members.remove("correlation_id");
    return members;
  }
}
