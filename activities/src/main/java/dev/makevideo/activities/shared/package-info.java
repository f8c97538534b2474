/**
 * What several jobs want is worked out once over all workers: one at a time does it, and the others
 * find what it left.
 */
@NullMarked
package dev.makevideo.activities.shared;

import org.jspecify.annotations.NullMarked;
