package dev.makevideo.workflows.conversation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * The argument of a conversation's workflow: a new state, or one that goes on.
 *
 * @param id the workflow's, too; a replay may run under another
 * @param tenant whose it is, and whose its job will be
 * @param correlationId of its job: 1 to 128 printable ASCII characters
 * @param state of any version; which one it is, its version says
 */
public record ConversationStart(
    ConversationId id,
    String tenant,
    String correlationId,
    @JsonTypeInfo(
            use = JsonTypeInfo.Id.NAME,
            include = JsonTypeInfo.As.EXISTING_PROPERTY,
            property = "version",
            visible = true)
        @JsonSubTypes({
          @JsonSubTypes.Type(name = "1", value = FirstState.class),
          @JsonSubTypes.Type(name = "2", value = ConversationState.class)
        })
        SavedState state) {}
