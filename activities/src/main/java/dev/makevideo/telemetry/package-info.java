@NullMarked
package dev.makevideo.telemetry;

import org.jspecify.annotations.NullMarked;
