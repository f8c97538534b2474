"""Builds the same video with MoviePy, from a plan in JSON: the peer of `checks/bench/run build`."""

import json
import os
import sys

from moviepy import (
    AudioFileClip,
    CompositeVideoClip,
    TextClip,
    VideoFileClip,
    concatenate_videoclips,
)


def filled(clip, width, height):
    """Cropped in the middle to the shape, and scaled."""
    w, h = clip.size
    keep_w, keep_h = min(w, h * width / height), min(h, w * height / width)
    clip = clip.cropped(x_center=w / 2, y_center=h / 2, width=keep_w, height=keep_h)
    return clip.resized((width, height))


def main(plan_file):
    with open(plan_file, encoding="utf-8") as file:
        plan = json.load(file)
    width, height = plan["width"], plan["height"]
    parts = []
    for segment in plan["segments"]:
        clip = VideoFileClip(segment["file"], audio=False)
        end = min(segment["from"] + segment["length"], clip.duration)
        parts.append(filled(clip.subclipped(segment["from"], end), width, height))
    layers = [concatenate_videoclips(parts)]
    for cue in plan["cues"]:
        text = TextClip(
            font=plan["font"],
            text=cue["text"],
            font_size=96,
            color="white",
            stroke_color="black",
            stroke_width=7,
            method="caption",
            size=(width - 160, None),
        )
        layers.append(
            text.with_start(cue["start"])
            .with_duration(cue["end"] - cue["start"])
            .with_position(("center", int(height * 0.7)))
        )
    video = CompositeVideoClip(layers, size=(width, height)).with_audio(
        AudioFileClip(plan["narration"])
    )
    video.with_duration(plan["seconds"]).write_videofile(
        plan["output"],
        fps=plan["fps"],
        codec="libx264",
        preset=plan["preset"],
        ffmpeg_params=["-crf", plan["crf"]],
        audio_codec="aac",
        temp_audiofile_path=os.path.dirname(plan["output"]),
        threads=plan["threads"],
        logger=None,
    )


main(sys.argv[1])
