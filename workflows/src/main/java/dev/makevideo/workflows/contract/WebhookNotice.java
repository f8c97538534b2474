package dev.makevideo.workflows.contract;

import java.time.Instant;

/**
 * An event as it is sent, to the byte: whoever gets it twice gets the same.
 *
 * @param id the {@code webhook-id}: letters, digits, underscores
 * @param at when it happened
 * @param body the JSON
 */
public record WebhookNotice(String id, WebhookEventType type, Instant at, String body) {}
