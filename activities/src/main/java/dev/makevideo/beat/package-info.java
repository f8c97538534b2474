@NullMarked
package dev.makevideo.beat;

import org.jspecify.annotations.NullMarked;
