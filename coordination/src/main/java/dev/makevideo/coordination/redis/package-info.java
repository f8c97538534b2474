@NullMarked
package dev.makevideo.coordination.redis;

import org.jspecify.annotations.NullMarked;
