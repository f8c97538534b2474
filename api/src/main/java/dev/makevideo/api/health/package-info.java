/** Whether what the service needs is there. */
@NullMarked
package dev.makevideo.api.health;

import org.jspecify.annotations.NullMarked;
