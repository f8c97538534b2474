package dev.makevideo.activities.external;

import dev.makevideo.coordination.slot.Slots;
import java.time.Duration;

/** The closed list of what no more than so many do at once, over all workers. */
public enum CallLimit {
  /** Wikimedia's API etiquette: requests one after the other. */
  COMMONS_SEARCH("search", 1, Duration.ofSeconds(30)),
  /** Wikimedia's robot policy: two downloads of media at once. */
  COMMONS_MEDIA("media", 2, Duration.ofSeconds(60));

  private final Slots.Subject subject;
  private final Duration patience;

  CallLimit(String work, int most, Duration patience) {
    this.subject = new Slots.Subject(ExternalService.COMMONS.label(), work, most);
    this.patience = patience;
  }

  Slots.Subject subject() {
    return subject;
  }

  /** How long a thread waits for its turn; then its work is put off. */
  Duration patience() {
    return patience;
  }
}
