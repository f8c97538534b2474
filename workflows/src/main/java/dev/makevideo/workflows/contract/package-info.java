/**
 * What workflow and activities say to each other: the activities' interfaces and their records,
 * which only grow. No code that does anything.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.contract;
