@NullMarked
package dev.makevideo.media;

import org.jspecify.annotations.NullMarked;
