@NullMarked
package dev.makevideo.coordination.breaker;

import org.jspecify.annotations.NullMarked;
