/**
 * Speech recognition in this process: Whisper base on ONNX Runtime, from samples to words with
 * times. Knows no job, no artifact and no script; how a narration is cut into windows is the
 * caller's.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.transcription;
