/** What the processes share, used by processes that are killed meanwhile: cache and limits. */
@NullMarked
package dev.makevideo.checks.chaos.shared;

import org.jspecify.annotations.NullMarked;
