@NullMarked
package dev.makevideo.process;

import org.jspecify.annotations.NullMarked;
