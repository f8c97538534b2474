/** Carries a request's id into workflows, activities and log lines. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.correlation;
