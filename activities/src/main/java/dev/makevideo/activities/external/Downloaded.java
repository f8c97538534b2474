package dev.makevideo.activities.external;

/**
 * A file that was downloaded.
 *
 * @param bytes its length, more than zero
 */
public record Downloaded(long bytes) {}
