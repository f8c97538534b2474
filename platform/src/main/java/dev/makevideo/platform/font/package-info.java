/** The font that is fetched because it is too large to ship: where it lies, how it is had. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.font;
