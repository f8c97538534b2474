@NullMarked
package dev.makevideo.settings;

import org.jspecify.annotations.NullMarked;
