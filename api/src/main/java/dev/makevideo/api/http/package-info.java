/** What all requests have in common: problems, correlation, access, ranges. Knows no job. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.http;
