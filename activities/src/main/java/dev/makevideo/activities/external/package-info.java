/**
 * Calls of other people's services: limit, breaker, bounds, the check of addresses, and what an
 * answer means. Knows HTTP, and nothing of clips, words or jobs.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.external;
