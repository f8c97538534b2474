/**
 * From words to captions: cues by rules of reading, their styles, fonts and files. Knows neither
 * sound nor pictures.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.subtitle;
