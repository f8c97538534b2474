@NullMarked
package dev.makevideo.standalone.embedded;

import org.jspecify.annotations.NullMarked;
