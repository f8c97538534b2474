package dev.makevideo.workflows.contract;

/**
 * What a user wrote that the fixed rules did not read, or not all of it.
 *
 * @param text at most 4,000 characters, cleaned of what is not seen
 * @param asked the label of the question before it, such as {@code aspect_ratio}
 */
public record FreeText(String text, String asked) {}
