@NullMarked
package dev.makevideo.job;

import org.jspecify.annotations.NullMarked;
