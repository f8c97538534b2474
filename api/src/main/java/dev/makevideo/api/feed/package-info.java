/**
 * What clients follow: looked at once for all of them, however many there are. Knows nothing of
 * what it is, nor of HTTP.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.feed;
