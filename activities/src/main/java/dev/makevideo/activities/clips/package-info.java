/**
 * From a search phrase, a list of addresses or a folder to clips in the store: candidates, and
 * their downloads in batches. Knows nothing of what makes a clip worth showing.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.clips;
