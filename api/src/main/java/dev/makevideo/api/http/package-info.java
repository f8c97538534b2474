/** What all requests have in common: problems, correlation, access, ranges. */
@NullMarked
package dev.makevideo.api.http;

import org.jspecify.annotations.NullMarked;
