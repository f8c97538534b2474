@NullMarked
package dev.makevideo.workflow;

import org.jspecify.annotations.NullMarked;
