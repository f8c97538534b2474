package dev.makevideo.activity;

import dev.makevideo.job.ObjectRef;
import java.time.Duration;

/**
 * A downloaded clip.
 *
 * @param object its bytes
 * @param name what to call it in reports: the file's name or the URL's last part, at most 200
 *     characters, for display only
 * @param duration how long its picture lasts; after validation, as counted by decoding
 * @param width of the upright picture, in pixels
 * @param height of the upright picture, in pixels
 */
public record Clip(ObjectRef object, String name, Duration duration, int width, int height) {}
