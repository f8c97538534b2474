/**
 * Who is signed in, known to all processes. Sessions fail closed: nobody is signed in whom Redis
 * does not know.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.session;
