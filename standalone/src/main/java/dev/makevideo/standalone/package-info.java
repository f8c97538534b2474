@NullMarked
package dev.makevideo.standalone;

import org.jspecify.annotations.NullMarked;
