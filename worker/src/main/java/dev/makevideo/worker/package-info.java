@NullMarked
package dev.makevideo.worker;

import org.jspecify.annotations.NullMarked;
