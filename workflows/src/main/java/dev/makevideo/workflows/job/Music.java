package dev.makevideo.workflows.job;

import java.util.Objects;

/**
 * What is played under the voice.
 *
 * @param object the file as it was uploaded
 * @param name the file's name as its owner calls it, for display only; at most {@value #MAX_NAME}
 *     characters
 * @param volume how loud it is while somebody speaks, in dB relative to the voice
 */
public record Music(ObjectRef object, String name, int volume) {
  /** What nobody hears any more. */
  public static final int QUIETEST = -40;

  /** What would drown the voice is louder. */
  public static final int LOUDEST = -3;

  /** Unless the request says otherwise: to be heard in pauses, and no effort to speech. */
  public static final int VOLUME = -18;

  private static final int MAX_NAME = 200;

  /**
   * @throws IllegalArgumentException naming the component and its value, if it is out of its range
   */
  public Music {
    Objects.requireNonNull(object, "music");
    name = Objects.requireNonNullElse(name, "");
    if (name.length() > MAX_NAME) {
      // Whole characters only: half of one is no text.
      boolean half = Character.isHighSurrogate(name.charAt(MAX_NAME - 1));
      name = name.substring(0, half ? MAX_NAME - 1 : MAX_NAME);
    }
    if (volume < QUIETEST || volume > LOUDEST) {
      throw new IllegalArgumentException("music_volume is \"" + volume + "\"");
    }
  }

  /** The same at another level. */
  Music at(int decibels) {
    return new Music(object, name, decibels);
  }
}
