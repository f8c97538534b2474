/** The check of downloaded clips: can they be used, how long are they, is text burned in. */
@NullMarked
package dev.makevideo.validation;

import org.jspecify.annotations.NullMarked;
