@NullMarked
package dev.makevideo.standalone.cli;

import org.jspecify.annotations.NullMarked;
