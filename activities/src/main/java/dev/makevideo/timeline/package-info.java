@NullMarked
package dev.makevideo.timeline;

import org.jspecify.annotations.NullMarked;
