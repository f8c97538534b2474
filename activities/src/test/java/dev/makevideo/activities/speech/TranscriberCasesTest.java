package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.makevideo.activities.external.GuardedClient;
import dev.makevideo.activities.external.ServiceBreakers;
import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.wire.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers of transcription answer, from the call to the subtitle files. */
class TranscriberCasesTest {
  private static final double SECONDS = 12;

  @TempDir Path folder;
  private final Metrics metrics = new Metrics(new SimpleMeterRegistry());
  private final GuardedClient client =
      new GuardedClient(
          ServiceBreakers.alone(System::nanoTime, metrics),
          new LocalThrottle(System::nanoTime),
          AdaptiveLimits.none(),
          metrics,
          Clock.systemUTC(),
          false);
  private HttpServer server;
  private SpeechFixture fixture;
  private volatile byte[] answer = new byte[0];

  @BeforeEach
  void start() throws Exception {
    fixture = new SpeechFixture(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/audio/transcriptions",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    client.close();
    fixture.close();
  }

  /** {@code |} between the pieces that a server gives as words; {@code _} is a space. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "en # _It|_cost|_$|50|,000|.|_A|_like|-minded|_friend|_paid|_3|.5|%|. # It cost $50,000. A"
            + " like-minded friend paid 3.5%.",
        "en # It|cost|$50,000|A|like|-minded|friend|paid|3|.5|% # It cost $50,000. A like-minded"
            + " friend paid 3.5%.",
        "en # _Room|_1|,|024|_at|_10|:|30|_a|.m|.|_isn|'t|_re|-|open|ed|. # Room 1,024 at 10:30"
            + " a.m. isn't re-opened.",
        "de # _Die|_E|-|Mail|-|Adresse|_kostet|_1|.|500|,|75|_€|_pro|_Jahr|. # Die E-Mail-Adresse"
            + " kostet 1.500,75 € pro Jahr.",
        "fr # _Aujourd|'|hui|_l|'|eau|_coûte|_2|,|5|_€|_peut|-|être|. # Aujourd'hui l'eau coûte 2,5"
            + " € peut-être.",
        "zh # 今|天|天|气|很|好|我|们|一|起|去|公|园|散|步|公|园|里|有|很|多|人 # 今天天气很好，我们一起去公园散步。公园里有很多人。",
        "zh # 今天|天气|很好|，|我们|用|Python|写|了|3|个|程序|。 # 今天天气很好，我们用Python写了3个程序。",
        "ja # 昨|日|は|東|京|へ|行|き|ま|し|た|天気|が|よかった|です # 昨日は東京へ行きました。天気がよかったです。",
        "th # วัน|นี้|อากาศ|ดี|มาก|เรา|ไป|เดิน|เล่น # วันนี้อากาศดีมาก เราไปเดินเล่น",
        "ko # _안|녕|하세요|_여러|분|_오늘|은|_맑|습니다|. # 안녕하세요 여러분 오늘은 맑습니다.",
        "ar # _مرحبا|_بكم|_في|_برنامج|_You|Tube|_الجديد|! # مرحبا بكم في برنامج YouTube الجديد!",
      })
  void piecesOfWordsAreJoinedAsTheTextHasThem(String language, String pieces, String text)
      throws Exception {
    String[] items = pieces.strip().split("\\|");
    double step = (SECONDS - 1) / items.length;
    List<String> all = new ArrayList<>();
    for (int i = 0; i < items.length; i++) {
      all.add(item(items[i].replace('_', ' '), 0.3 + i * step, 0.3 + (i + 1) * step));
    }
    String words = String.join(",", all);
    for (String form :
        List.of(
            "{\"text\":" + json(" " + text.strip()) + ",\"words\":[" + words + "]}",
            "{\"text\":"
                + json(text.strip())
                + ",\"segments\":[{\"id\":0,\"start\":0,\"end\":12,\"text\":"
                + json(" " + text.strip())
                + ",\"words\":["
                + words
                + "]}]}")) {
      NarratedVideo video = made(form, language.strip());
      String said =
          ShownCue.of(video.srt()).stream().map(ShownCue::text).collect(Collectors.joining(" "));
      String spaceless = List.of("zh", "ja", "th").contains(language.strip()) ? "\\s" : "$^";
      assertEquals(
          text.strip().replaceAll(spaceless, ""), said.replaceAll(spaceless, ""), video.srt());
      List<Word> heard = video.transcript().words();
      assertEquals(0.3, heard.get(0).start(), 0.01);
      assertTrue(heard.get(heard.size() - 1).end() <= SECONDS, heard::toString);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "words only in segments # {'text':' Rivers begin. They"
            + " end.','segments':[{'id':0,'start':0,'end':99,'text':' Rivers begin. They"
            + " end.','words':[{'word':' Rivers','start':0.4,'end':0.9},{'word':'"
            + " begin.','start':0.9,'end':1.5},{'word':' They','start':3,'end':3.4},{'word':'"
            + " end.','start':3.4,'end':4}]}]} # 0.4 3.0",
        "segments only # {'text':'Rivers begin. They"
            + " end.','segments':[{'id':0,'start':0.4,'end':1.9,'text':' Rivers"
            + " begin.'},{'id':1,'start':3,'end':4.5,'text':' They end.'}],'words':null} # 0.4 3.0",
        "an end past the sound # {'text':'Rivers begin. They"
            + " end.','words':[{'word':'Rivers','start':0.4,'end':1},{'word':'begin','start':1,'end':1.4},{'word':'They','start':3,'end':3.2},{'word':'end','start':3.2,'end':60}]}"
            + " # 0.4 3.0",
        "a phrase again in no time # {'text':'Rivers begin. They end. They end. They"
            + " end.','words':[{'word':'Rivers','start':0.4,'end':1},{'word':'begin','start':1,'end':1.4},{'word':'They','start':3,'end':3.2},{'word':'end','start':3.2,'end':4},{'word':'They','start':4,'end':4},{'word':'end','start':4,'end':4},{'word':'They','start':4,'end':4},{'word':'end','start':4,'end':4}]}"
            + " # 0.4 3.0",
        "a sentence again in no time at all # {'text':'Rivers begin. They end. Rivers begin. They"
            + " end.','words':[{'word':'Rivers','start':0.4,'end':1},{'word':'begin','start':1,'end':1.4},{'word':'They','start':3,'end':3.2},{'word':'end','start':3.2,'end':4},{'word':'Rivers','start':4,'end':4},{'word':'begin','start':4,'end':4},{'word':'They','start':4,'end':4},{'word':'end','start':4,'end':4}]}"
            + " # 0.4 3.0",
        "a word without times # {'text':'Rivers begin. They"
            + " end.','words':[{'word':'Rivers','start':0.4,'end':1},{'word':'begin'},{'word':'They','start':3,'end':3.2},{'word':'end','start':3.2,'end':4}]}"
            + " # 0.4 3.0",
        "noise taken for thanks # {'text':'Rivers begin. They end. Thanks for"
            + " watching!','segments':[{'start':0.4,'end':1.9,'text':' Rivers"
            + " begin.','no_speech_prob':0.1,'avg_logprob':-0.2},{'start':3,'end':4.5,'text':' They"
            + " end.','no_speech_prob':0.1,'avg_logprob':-0.2},{'start':8,'end':11,'text':' Thanks"
            + " for watching!','no_speech_prob':0.95,'avg_logprob':-1.5}]} # 0.4 3.0",
      })
  void whatIsOddInAnAnswerIsNotShown(String what, String body, String starts) throws Exception {
    NarratedVideo video = made(body.strip().replace('\'', '"'), "en");
    assertEquals(
        "Rivers begin. They end.",
        video.cues().stream().map(Cue::text).collect(Collectors.joining(" ")),
        what);
    List<Double> expected =
        List.of(starts.strip().split(" ")).stream().map(Double::valueOf).toList();
    assertEquals(expected, video.cues().stream().map(Cue::start).toList(), what);
    assertTrue(video.cues().get(1).end() <= SECONDS);
  }

  private NarratedVideo made(String body, String language) throws Exception {
    answer = body.getBytes(StandardCharsets.UTF_8);
    // A tone of its own for each answer: what was heard of a sound is kept.
    Path audio =
        fixture.make(
            "tone.wav",
            "-f",
            "lavfi",
            "-i",
            String.format(
                Locale.ROOT,
                "sine=f=%d:r=16000:d=%.1f",
                300 + Math.floorMod(body.hashCode(), 3000),
                SECONDS));
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    OpenAiTranscription service =
        new OpenAiTranscription(client, url, Optional.empty(), "m", Duration.ofSeconds(30));
    return NarratedVideo.of(
        fixture,
        fixture.activities(Optional.of(service)),
        fixture.request(fixture.store.put(audio), Optional.empty(), SubtitleStyle.PLAIN, language));
  }

  private static String item(String word, double start, double end) throws Exception {
    return String.format(
        Locale.ROOT, "{\"word\":%s,\"start\":%.2f,\"end\":%.2f}", json(word), start, end);
  }

  private static String json(String text) throws Exception {
    return Payloads.mapper().writeValueAsString(text);
  }
}
