@NullMarked
package dev.makevideo.temporal;

import org.jspecify.annotations.NullMarked;
