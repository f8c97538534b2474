@NullMarked
package dev.makevideo.api;

import org.jspecify.annotations.NullMarked;
