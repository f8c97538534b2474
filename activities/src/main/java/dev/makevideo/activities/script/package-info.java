/**
 * From the bytes of a script to the words to be said: formats, markup, words of every language, and
 * where sentences end. Knows neither sound nor captions.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.script;
