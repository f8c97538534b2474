"""The embedded recognizer beside faster-whisper, on one thread each: transcribe.py [--short] CLASSPATH MODEL FFMPEG.

Measures processor time for a second of sound, wrong words (numbers left out) and the highest memory of the process, with and without the times of words, greedy and with the beam in use.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
SPEECH = os.path.join(HERE, "../../activities/src/test/resources/dev/makevideo/activities/speech")
NARRATIONS = [("en", "reference_narration"), ("en", "narration_gb"), ("es", "narration_es"), ("fr", "narration_fr")]
WIDTH = 3  # as EmbeddedTranscriber has it
LIMIT = 3600  # seconds, for all narrations


# One recognizer writes 17 where another writes seventeen: neither is wrong, so numbers are left out on both sides.
NUMBERS = set("""zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta
sesenta setenta ochenta noventa cien ciento cientos doscientos trescientos quinientos setecientos mil
deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante
soixante cent cents mille""".split())


def words(text):
    found = [re.sub(r"[^\w]", "", word).lower() for word in re.sub("[-\u2010-\u2015]", " ", text).split()]
    return [word for word in found if word and word not in NUMBERS and not any(sign.isdigit() for sign in word)]


def edits(one, other):
    before = list(range(len(other) + 1))
    for i, word in enumerate(one, 1):
        here = [i]
        for j, heard in enumerate(other, 1):
            here.append(min(before[j - 1] + (word != heard), before[j] + 1, here[-1] + 1))
        before = here
    return before[-1]


def ended(process):
    """What it used when it has ended: a wait with a limit does not tell that."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage
        time.sleep(0.1)
    raise SystemExit(f"{process.args[0]} has not ended after {LIMIT} s")


def run(command, lines):
    """Output, and the highest resident memory in MB, of a command of one thread."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    with tempfile.TemporaryFile("w+") as source, tempfile.TemporaryFile("w+") as output:
        source.write(lines)
        source.seek(0)
        process = subprocess.Popen(command, stdin=source, stdout=output, env=environment)
        try:
            usage = ended(process)
        finally:
            process.kill()  # one that has ended is not
        if process.returncode:
            raise SystemExit(f"{command[0]} ended with {process.returncode}")
        output.seek(0)
        found = [line for line in output.read().splitlines() if line.startswith("{")]
        return found, usage.ru_maxrss / 1024


def summary(lines, truths):
    results = [json.loads(line) for line in lines]
    wrong = sum(edits(words(truth), words(" ".join(w["text"] for w in result["windows"])))
                for truth, result in zip(truths, results))
    return (sum(r["cpu"] for r in results) / sum(r["seconds"] for r in results),
            100 * wrong / sum(len(words(truth)) for truth in truths))


def main():
    arguments = [a for a in sys.argv[1:] if a != "--short"]
    short = len(arguments) < len(sys.argv) - 1
    classpath, model, ffmpeg = arguments
    narrations = NARRATIONS[:1] if short else NARRATIONS
    with tempfile.TemporaryDirectory(prefix="make-video-transcribe") as folder:
        venv.create(os.path.join(folder, "venv"), with_pip=True)
        python = os.path.join(folder, "venv", "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r",
                        os.path.join(HERE, "transcribe-requirements.txt")], check=True, stdout=sys.stderr,
                       timeout=1800)
        files, truths = [], []
        for language, name in narrations:
            wav = os.path.join(folder, name + ".wav")
            subprocess.run([ffmpeg, "-v", "error", "-i", os.path.join(SPEECH, name + ".ogg"), "-ac", "1", "-ar",
                            "16000"] + (["-t", "20"] if short else []) + [wav], check=True, timeout=300)
            files += [language, wav]
            with open(os.path.join(SPEECH, name + ".txt"), encoding="utf-8") as file:
                truths.append(file.read())
        java = ["java", "-XX:+UseSerialGC", "-Xmx256m", "-cp", classpath,
                "dev.makevideo.activities.transcription.TranscribeBench", model]
        peer = [python, os.path.join(HERE, "faster_whisper_text.py"), model]
        for width in (1, WIDTH):
            for times in ("text", "times"):
                lines, memory = run(java + [str(width), times] + files, "")
                peer_lines, peer_memory = run(peer + [str(width), times], "\n".join(lines) + "\n")
                ours, theirs = summary(lines, truths), summary(peer_lines, truths)
                for who, (cpu, wrong), most in (("ours", ours, memory), ("faster-whisper", theirs, peer_memory)):
                    print(f"# {who}, beam {width}, {times}: {cpu:.4f} s CPU a second, {wrong:.2f} % wrong words, "
                          f"{most:.0f} MB", flush=True)
        print(f"transcribe_cpu {ours[0]:.4f}")
        print(f"transcribe_wrong_words {ours[1]:.2f}")
        print(f"transcribe_wrong_words_faster_whisper {theirs[1]:.2f}")
        print(f"transcribe_memory_mb {memory:.0f}")
        print(f"transcribe_memory_mb_faster_whisper {peer_memory:.0f}")
        print(f"transcribe_cpu_vs_faster_whisper {ours[0] / theirs[0]:.3f}")


main()
