/**
 * The closed list of stages, and every timeout, retry, queue and limit with its reason. Knows
 * nothing of what a stage does.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.stage;
