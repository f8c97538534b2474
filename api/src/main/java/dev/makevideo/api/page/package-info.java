/** The web page, which is a client of the routes as any other. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.page;
