package dev.makevideo.standalone.cli;

/** Answers of the API, for tests. */
final class Jobs {
  static final String RUNNING =
      """
      {"id":"mv-1","status":"running","percent":40,"eta_seconds":65,"query":"sea",
       "created_at":"2026-01-01T10:00:00Z",
       "stages":[
        {"stage":"analyzing_audio","state":"completed","done":1,"total":1,"note":"",
         "started_at":"2026-01-01T10:00:00Z","ended_at":"2026-01-01T10:00:01.500Z"},
        {"stage":"downloading_shorts","state":"running","done":4,"total":10,"note":""},
        {"stage":"transcribing","state":"skipped","done":0,"total":0,"note":""},
        {"stage":"building_video","state":"pending","done":0,"total":0,"note":""}],
       "waits":[{"service":"video-downloader","retry_at":"2026-01-01T10:01:00Z",
         "reason":"HTTP 503"}],
       "rejected":[]}
      """;

  static final String COMPLETED =
      """
      {"id":"mv-1","status":"completed","percent":100,
       "stages":[
        {"stage":"analyzing_audio","state":"completed","done":1,"total":1,"note":"",
         "started_at":"2026-01-01T10:00:00Z","ended_at":"2026-01-01T10:00:01.500Z"},
        {"stage":"downloading_shorts","state":"completed","done":10,"total":10,"note":"",
         "started_at":"2026-01-01T10:00:00Z","ended_at":"2026-01-01T10:01:05Z"}],
       "waits":[],
       "rejected":[{"index":2,"name":"clip-03.mp4","reason":"text_found",
                    "message":"text in 4 of 5 frames","confidence":0.97}]}
      """;

  static final String WITH_SUBTITLES =
      """
      {"id":"mv-1","status":"completed","percent":100,"stages":[],"waits":[],"rejected":[],
       "warnings":["the narration says 48695 s and has 2 s","1 segments show footage again"],
       "links":{"file":"/v1/videos/mv-1/file","subtitles_srt":"/v1/videos/mv-1/subtitles.srt",
                "subtitles_vtt":"/v1/videos/mv-1/subtitles.vtt"}}
      """;

  static final String FAILED =
      """
      {"id":"mv-1","status":"failed","percent":40,"stages":[],
       "failure":{"type":"too-little-footage","title":"Too little footage","detail":"add clips"}}
      """;

  static final String CANCELLED =
      """
      {"id":"mv-1","status":"cancelled","percent":40,"stages":[]}
      """;

  private Jobs() {}
}
