"""Recognizes windows with faster-whisper: MODEL WIDTH times|text < the lines of TranscribeBench.

Prints the same lines, with its own text and processor time. The first window is recognized before, unmeasured.
"""
import json
import os
import sys
import tempfile
import time
import wave

import numpy as np
import tokenizers
from faster_whisper import WhisperModel

published, width, times = sys.argv[1:]


def with_tokenizer(source, target):
    """The same model with a tokenizer.json, made of its own vocabulary: else one would be fetched."""
    for name in ("model.bin", "config.json", "vocabulary.txt"):
        os.symlink(os.path.abspath(os.path.join(source, name)), os.path.join(target, name))
    with open(os.path.join(source, "vocabulary.txt"), encoding="utf-8") as file:
        lines = file.read().split("\n")
    end = lines.index("<|endoftext|>")
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.BPE(vocab={line: at for at, line in enumerate(lines) if line}, merges=[]))
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.add_special_tokens([line for line in lines[end:] if line.startswith("<|")])
    tokenizer.save(os.path.join(target, "tokenizer.json"))


temporary = tempfile.TemporaryDirectory()
folder = temporary.name
with_tokenizer(published, folder)
with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
    suppressed = [token for token in json.load(file)["suppress_ids"] if token >= 0]
model = WhisperModel(folder, device="cpu", compute_type="float32", cpu_threads=1, num_workers=1)


def text(samples, language):
    segments, _ = model.transcribe(
        samples, language=language, beam_size=int(width), best_of=1, temperature=0, without_timestamps=True, suppress_tokens=suppressed,
        word_timestamps=times == "times", condition_on_previous_text=False, vad_filter=False)
    return "".join(segment.text for segment in segments)


for number, line in enumerate(sys.stdin):
    result = json.loads(line)
    with wave.open(result["file"]) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768
    if number == 0:
        text(samples[:160_000], result["language"])
    start = time.process_time()
    for window in result["windows"]:
        window["text"] = text(samples[window["from"]:window["to"]], result["language"])
    result["cpu"] = time.process_time() - start
    print(json.dumps(result), flush=True)
