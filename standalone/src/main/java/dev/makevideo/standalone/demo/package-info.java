/** The demo's clips and narration, made on the spot. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.standalone.demo;
