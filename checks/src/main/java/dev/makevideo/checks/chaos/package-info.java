@NullMarked
package dev.makevideo.checks.chaos;

import org.jspecify.annotations.NullMarked;
