package dev.makevideo.activities.clips;

import java.time.Duration;

/**
 * What is measured of a clip.
 *
 * @param duration how long its picture lasts
 * @param width of the upright picture, in pixels
 * @param height of the upright picture, in pixels
 */
public record ClipSize(Duration duration, int width, int height) {}
