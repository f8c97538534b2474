/** The API's description as JSON, and as a page for people. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.document;
