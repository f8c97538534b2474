/** The workflow that delivers a job's events to a URL, in their order, for as long as it takes. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.webhook;
