/** Benchmarks: each measures what it compares in one run, and prints lines of name and value. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.checks.bench;
