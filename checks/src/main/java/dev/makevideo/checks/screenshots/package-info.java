/** Makes the pictures of {@code docs/images}, and looks at the web page with a real browser. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.checks.screenshots;
