/** Signing in on the page: a key is exchanged for a session in a cookie. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.session;
