/** The front door under more than it is made for: many at once, slow, endless, cut off. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.checks.chaos.front;
