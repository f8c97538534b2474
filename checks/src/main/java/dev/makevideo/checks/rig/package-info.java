@NullMarked
package dev.makevideo.checks.rig;

import org.jspecify.annotations.NullMarked;
