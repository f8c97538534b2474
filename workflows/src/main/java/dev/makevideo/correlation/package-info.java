@NullMarked
package dev.makevideo.correlation;

import org.jspecify.annotations.NullMarked;
