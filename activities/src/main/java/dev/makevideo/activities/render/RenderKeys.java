package dev.makevideo.activities.render;

import dev.makevideo.activities.music.MusicBed;
import dev.makevideo.activities.speech.NarrationAnalysis;
import dev.makevideo.activities.subtitle.AssWriter;
import dev.makevideo.activities.timeline.FrameSize;
import dev.makevideo.activities.timeline.Segment;
import dev.makevideo.activities.timeline.Timeline;
import dev.makevideo.platform.storage.ActionKey;
import dev.makevideo.workflows.job.CropPosition;
import dev.makevideo.workflows.job.Music;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names segments and videos by everything that their bytes depend on.
 *
 * @param ffmpegVersion as ffmpeg prints it
 */
record RenderKeys(String ffmpegVersion) {
  /** Where a segment lies in the video matters to its captions only. */
  ActionKey segment(
      Segment segment,
      FrameSize size,
      CropPosition crop,
      EncoderSettings encoder,
      Optional<String> captions) {
    List<String> parts = new ArrayList<>();
    parts.add(FilterChain.VERSION);
    parts.add(ffmpegVersion);
    parts.addAll(encoder.arguments());
    parts.add(segment.clip().sha256());
    parts.add(Integer.toString(segment.inFrame()));
    parts.add(Integer.toString(segment.frames()));
    parts.add(size.width() + "x" + size.height());
    parts.add(crop.label());
    segment.picture().ifPresent(area -> parts.add(area.toString()));
    captions.ifPresent(
        text -> {
          parts.add(AssWriter.VERSION);
          parts.add(Integer.toString(segment.startFrame()));
          parts.add(text);
        });
    return ActionKey.of("segment", parts);
  }

  /** Without music it is what it was before there was any. */
  ActionKey video(
      Timeline timeline, List<ObjectRef> segments, ObjectRef narration, Optional<Music> music) {
    List<String> parts = new ArrayList<>();
    parts.add(VideoJoiner.VERSION);
    parts.add(ffmpegVersion);
    parts.addAll(VideoJoiner.AUDIO);
    parts.add(timeline.narration().toString());
    parts.add(narration.sha256());
    segments.forEach(segment -> parts.add(segment.sha256()));
    music.ifPresent(
        under -> {
          parts.add(MusicBed.VERSION);
          parts.add(NarrationAnalysis.version());
          parts.add(under.object().sha256());
          parts.add(Integer.toString(under.volume()));
        });
    return ActionKey.of("video", parts);
  }
}
