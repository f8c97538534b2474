@NullMarked
package dev.makevideo.speech;

import org.jspecify.annotations.NullMarked;
