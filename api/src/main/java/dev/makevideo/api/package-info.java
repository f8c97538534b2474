/**
 * The API process: starts and stops its parts and says which routes there are. Does no step of the
 * pipeline.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api;
