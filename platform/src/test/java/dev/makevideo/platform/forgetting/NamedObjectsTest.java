package dev.makevideo.platform.forgetting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamedObjectsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectRef ONE = new ObjectRef("1".repeat(64), 1);
  private static final ObjectRef TWO = new ObjectRef("2".repeat(64), 0);
  private static final ObjectRef LIST = new ObjectRef("3".repeat(64), 3);

  private static NamedObjects in(String text) throws Exception {
    return NamedObjects.in(JSON.readTree(text));
  }

  @Test
  void findsObjectsWhereverTheyStand() throws Exception {
    NamedObjects found =
        in(
            "{\"groundwork\":%s,\"later\":[{\"deep\":[%s]},null,7,\"x\"],\"clips\":{\"uploads\":%s}}"
                .formatted(
                    JSON.writeValueAsString(ONE),
                    JSON.writeValueAsString(TWO),
                    JSON.writeValueAsString(LIST)));
    assertEquals(Set.of(ONE, TWO, LIST), found.objects());
    assertEquals(Set.of(LIST), found.lists());
    assertEquals(Set.of(ONE), found.groundworks());
  }

  /** As a job's input has them: what is played is kept for as long as what is said. */
  @Test
  void aRequestNamesItsNarrationAndItsMusic() throws Exception {
    VideoRequest request =
        VideoRequest.builder()
            .storeId("s")
            .tenant("default")
            .correlationId("c")
            .query("sea")
            .narration(ONE)
            .narrationDuration(Duration.ofSeconds(9))
            .music(Optional.of(new Music(TWO, "song.mp3", Music.VOLUME)))
            .build();
    NamedObjects found = NamedObjects.in(Payloads.mapper().valueToTree(request));
    assertEquals(Set.of(ONE, TWO), found.objects());
    assertEquals(Set.of(), found.lists());
  }

  @Test
  void whatOnlyLooksLikeOneIsNone() throws Exception {
    String hash = "a".repeat(64);
    for (String text :
        new String[] {
          "{\"sha256\":\"" + hash + "\"}",
          "{\"sha256\":\"" + hash + "\",\"bytes\":-1}",
          "{\"sha256\":\"" + hash.substring(1) + "\",\"bytes\":1}",
          "{\"sha256\":\"../../etc/passwd\",\"bytes\":1}",
          "{\"sha256\":7,\"bytes\":1}",
          "[]",
          "\"" + hash + "\""
        }) {
      assertEquals(NamedObjects.NONE, in(text), text);
    }
    assertEquals(NamedObjects.NONE, NamedObjects.in(MissingNode.getInstance()));
  }

  @Test
  void unitesWhatTwoName() {
    NamedObjects both =
        new NamedObjects(Set.of(ONE, LIST), Set.of(LIST), Set.of())
            .and(new NamedObjects(Set.of(ONE, TWO), Set.of(), Set.of(TWO)));
    assertEquals(new NamedObjects(Set.of(ONE, TWO, LIST), Set.of(LIST), Set.of(TWO)), both);
  }
}
