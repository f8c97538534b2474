package dev.makevideo.api.conversation;

import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.platform.settings.SpeechSettings;
import dev.makevideo.workflows.conversation.Abilities;
import dev.makevideo.workflows.job.SourceName;
import java.util.EnumMap;
import java.util.Map;

/** What a conversation can offer, by what is configured. Stateless. */
final class ConfiguredAbilities {
  private ConfiguredAbilities() {}

  static Abilities of(ServiceSettings services, SpeechSettings speech) {
    Map<SourceName, String> missing = new EnumMap<>(SourceName.class);
    for (SourceName source : SourceName.values()) {
      services.missing(source).ifPresent(setting -> missing.put(source, setting));
    }
    return new Abilities(
        services.transcriberUrl().isPresent() || speech.wanted(),
        missing,
        services.chat().url().isPresent());
  }
}
