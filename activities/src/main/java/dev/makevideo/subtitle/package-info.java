@NullMarked
package dev.makevideo.subtitle;

import org.jspecify.annotations.NullMarked;
