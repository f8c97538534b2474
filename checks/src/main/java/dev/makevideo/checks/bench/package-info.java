/** Benchmarks: each measures what it compares in one run, and prints lines of name and value. */
@NullMarked
package dev.makevideo.checks.bench;

import org.jspecify.annotations.NullMarked;
