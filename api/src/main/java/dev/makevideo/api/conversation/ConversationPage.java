package dev.makevideo.api.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A page of conversations, the last begun first.
 *
 * @param nextPageToken asks for the next page; absent on the last
 */
record ConversationPage(List<Row> conversations, Optional<String> nextPageToken) {
  ConversationPage {
    conversations = List.copyOf(conversations);
  }

  /**
   * A conversation in a list.
   *
   * @param query what it is about, if that was said
   * @param updatedAt when the last turn was counted
   * @param missing the fields that lack before the job can start
   */
  record Row(
      String id,
      String status,
      Optional<String> query,
      int turns,
      Instant createdAt,
      Instant updatedAt,
      List<String> missing,
      String link) {}
}
