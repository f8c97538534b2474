@NullMarked
package dev.makevideo.storage;

import org.jspecify.annotations.NullMarked;
