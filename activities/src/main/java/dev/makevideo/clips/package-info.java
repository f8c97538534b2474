@NullMarked
package dev.makevideo.clips;

import org.jspecify.annotations.NullMarked;
