/** Why a job is as it is, and what to do: the one place that the API and the command line ask. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.diagnosis;
