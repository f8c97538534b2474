/**
 * Environment variables, read once at start; a record for each concern. Knows nobody who uses them.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.settings;
