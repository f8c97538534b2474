/**
 * Runs the bodies of activities: all that is the same round each of them. It knows no activity, and
 * no other package decides what an exception means to the workflow.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.runner;
