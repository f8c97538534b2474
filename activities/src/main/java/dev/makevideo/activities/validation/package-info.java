/**
 * The check of downloaded clips: can they be used, how long are they, where is there something to
 * see, is text burned in. Does not know where they came from.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.validation;
