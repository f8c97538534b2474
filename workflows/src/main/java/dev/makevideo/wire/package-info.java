@NullMarked
package dev.makevideo.wire;

import org.jspecify.annotations.NullMarked;
