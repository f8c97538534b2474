@NullMarked
package dev.makevideo.failure;

import org.jspecify.annotations.NullMarked;
