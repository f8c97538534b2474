/** The web page. */
@NullMarked
package dev.makevideo.api.page;

import org.jspecify.annotations.NullMarked;
