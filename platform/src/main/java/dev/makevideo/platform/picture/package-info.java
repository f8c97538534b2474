/**
 * Small pictures of clips: how those who look at clips keep them, and who shows jobs finds them.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.picture;
