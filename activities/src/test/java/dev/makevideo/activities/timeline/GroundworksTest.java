package dev.makevideo.activities.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.render.RenderBench;
import dev.makevideo.activities.source.Candidate;
import dev.makevideo.activities.source.CandidateList;
import dev.makevideo.platform.picture.ClipPictures;
import dev.makevideo.workflows.contract.CaptionRound;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.FinalizeRequest;
import dev.makevideo.workflows.contract.Groundwork;
import dev.makevideo.workflows.contract.RecalledGroundwork;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.Phrases;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.Rerender;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clips of three candidates, found for two phrases; one caption was corrected before. */
class GroundworksTest {
  private static final CaptionText FIRST = new CaptionText(1, "once");
  private static final CaptionText SECOND = new CaptionText(2, "twice");

  @TempDir Path folder;
  private RenderBench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new RenderBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private ObjectRef put(Object value) throws IOException {
    return bench.store.put(Payloads.mapper().writeValueAsBytes(value));
  }

  private ObjectRef text(String text) throws IOException {
    return bench.store.put(text.getBytes(StandardCharsets.UTF_8));
  }

  private ValidateBatch.Item item(int index) throws IOException {
    return new ValidateBatch.Item(
        index, Clip.whole(text("clip " + index), index + ".mp4", Duration.ofSeconds(4), 640, 360));
  }

  /** As a job writes it at its end. */
  private ObjectRef groundwork() throws IOException {
    List<Candidate> candidates =
        List.of(candidate(0, "https://a.example"), candidate(1, "b"), candidate(2, "c"));
    Groundwork groundwork =
        new Groundwork(
            Optional.of(put(new CandidateList(candidates))),
            List.of(0, 1, 1),
            List.of(item(2), item(0)),
            List.of(0, 2),
            List.of(1),
            "sea",
            Optional.of(new Phrases(List.of("sea", "rocks"), 2, List.of())),
            Optional.of(new TranscribeResult(Optional.of(text("words")), 5, Optional.empty(), 1)),
            List.of(new CaptionRound(List.of(FIRST))));
    VideoResult result =
        new VideoResult(
            text("video"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RenderBench.NARRATION,
            0,
            2,
            2,
            2,
            2,
            List.of(),
            Map.of(),
            List.of());
    return bench
        .timelines
        .finalizeVideo(
            request(Optional.empty(), true, List.of(), Optional.empty()),
            new FinalizeRequest(
                result, Optional.empty(), Optional.empty(), Optional.of(groundwork)))
        .groundwork()
        .orElseThrow();
  }

  private static Candidate candidate(int index, String location) {
    return new Candidate(index, Candidate.Kind.URL, location, index + ".mp4", Optional.empty());
  }

  private VideoRequest request(
      Optional<ObjectRef> groundwork,
      boolean words,
      List<Integer> replaced,
      Optional<ObjectRef> uploads)
      throws IOException {
    VideoRequest plain = bench.request(RenderQuality.DRAFT, SubtitleStyle.BOLD, text("narration"));
    return VideoRequest.builder()
        .storeId(plain.storeId())
        .correlationId(plain.correlationId())
        .query(plain.query())
        .narration(plain.narration())
        .narrationDuration(plain.narrationDuration())
        .rerender(
            new Rerender(
                new JobId("mv-parent"), groundwork, words, List.of(SECOND), replaced, uploads))
        .build();
  }

  private RecalledGroundwork recall(ObjectRef groundwork) throws IOException {
    return bench.timelines.recallGroundwork(
        request(Optional.of(groundwork), true, List.of(), Optional.empty()));
  }

  @Test
  void whatAJobLeftIsTakenUpWholly() throws IOException {
    RecalledGroundwork recalled = recall(groundwork());
    RecalledGroundwork.Footage footage = recalled.footage().orElseThrow();
    assertEquals(List.of(item(2), item(0)), footage.clips());
    assertEquals(3, footage.count());
    assertEquals(List.of(0, 1, 1), footage.phraseOf());
    assertEquals(List.of(1), footage.rejected());
    assertEquals(List.of(), footage.lost());
    assertEquals(
        List.of(new CaptionRound(List.of(FIRST)), new CaptionRound(List.of(SECOND))),
        recalled.captions());
    assertEquals(
        Optional.of(text("words")), recalled.transcript().flatMap(TranscribeResult::transcript));
    assertEquals(List.of(), recalled.warnings());
  }

  @Test
  void clipsThatAreNotLookedAtAgainHaveTheirPictures() throws IOException {
    ClipPictures pictures = new ClipPictures(bench.store);
    pictures.keep(text("clip 2"), Files.writeString(folder.resolve("a.jpg"), "picture"));

    recall(groundwork());

    assertEquals(
        Optional.of(text("picture")),
        pictures.at(new ClipPictures.Place(RenderBench.JOB, "run-1", 2)));
  }

  @Test
  void uploadsAreCandidatesOfThePhraseWhosePlaceTheyTake() throws IOException {
    ObjectRef mine = text("mine");
    ObjectRef list =
        put(new UploadedClips(List.of(new UploadedClips.Item("mine.png", mine, true))));
    RecalledGroundwork.Footage footage =
        bench
            .timelines
            .recallGroundwork(
                request(Optional.of(groundwork()), true, List.of(2), Optional.of(list)))
            .footage()
            .orElseThrow();
    assertEquals(List.of(3), footage.own());
    assertEquals(List.of(0, 1, 1, 1), footage.phraseOf());
    Candidate last =
        Payloads.mapper()
            .readValue(bench.store.read(footage.candidates()), CandidateList.class)
            .candidates()
            .get(3);
    assertEquals(Candidate.Kind.PICTURE, last.kind());
    assertEquals("mine.png", last.name());
    assertEquals(3, last.index());
  }

  @Test
  void anotherLanguageKeepsTheFootageAndNoWords() throws IOException {
    RecalledGroundwork recalled =
        bench.timelines.recallGroundwork(
            request(Optional.of(groundwork()), false, List.of(), Optional.empty()));
    assertTrue(recalled.footage().isPresent());
    assertEquals(Optional.empty(), recalled.transcript());
    assertEquals(List.of(new CaptionRound(List.of(SECOND))), recalled.captions());
  }

  @Test
  void whatIsGoneIsToldAndLeftOut() throws IOException {
    ObjectRef groundwork = groundwork();
    Files.delete(bench.store.path(text("clip 0")));
    Files.delete(bench.store.path(text("words")));
    RecalledGroundwork some = recall(groundwork);
    assertEquals(List.of(0), some.footage().orElseThrow().lost());
    assertEquals(Optional.empty(), some.transcript());
    assertEquals(2, some.warnings().size(), some.warnings().toString());
    Files.delete(bench.store.path(groundwork));
    RecalledGroundwork none = recall(groundwork);
    assertEquals(Optional.empty(), none.footage());
    assertEquals(1, none.warnings().size(), none.warnings().toString());
    assertEquals(List.of(new CaptionRound(List.of(SECOND))), none.captions());
  }
}
