/** The files of the speech model: where they lie, how they are fetched. Knows no network graph. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.model;
