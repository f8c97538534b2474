@NullMarked
package dev.makevideo.coordination.cache;

import org.jspecify.annotations.NullMarked;
