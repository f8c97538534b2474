/**
 * From a narration to words with times: speech segments, transcription by a service, or a script
 * laid over the sound. Does not know what captions look like.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.speech;
