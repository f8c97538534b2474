/**
 * How far a job is, and how it is told: status, events, attributes, the table in the Web UI.
 * Decides nothing about the work.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.progress;
