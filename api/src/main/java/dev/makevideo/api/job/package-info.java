/** Jobs as resources: submitted, read, listed, cancelled, delivered. */
@NullMarked
package dev.makevideo.api.job;

import org.jspecify.annotations.NullMarked;
