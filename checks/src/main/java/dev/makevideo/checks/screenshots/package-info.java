@NullMarked
package dev.makevideo.checks.screenshots;

import org.jspecify.annotations.NullMarked;
