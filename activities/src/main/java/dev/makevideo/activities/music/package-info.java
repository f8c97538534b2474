/**
 * Music under the voice: how loud both are, and the bed that is mixed with the narration. Does not
 * mix: that is {@code render}'s.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.music;
