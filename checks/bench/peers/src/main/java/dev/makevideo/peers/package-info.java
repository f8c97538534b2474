/** What the benchmark of coordination compares with, in a process of its own. */
@NullMarked
package dev.makevideo.peers;

import org.jspecify.annotations.NullMarked;
