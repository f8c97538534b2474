@NullMarked
package dev.makevideo.stage;

import org.jspecify.annotations.NullMarked;
