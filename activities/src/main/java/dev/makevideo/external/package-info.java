@NullMarked
package dev.makevideo.external;

import org.jspecify.annotations.NullMarked;
