@NullMarked
package dev.makevideo.checks.chaos.breaker;

import org.jspecify.annotations.NullMarked;
