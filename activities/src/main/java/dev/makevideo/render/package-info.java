@NullMarked
package dev.makevideo.render;

import org.jspecify.annotations.NullMarked;
