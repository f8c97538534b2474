package dev.makevideo.workflows.footage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What the frames of a clip look like, as a string of at most {@link #MOST_CHARACTERS}: its {@link
 * Look}s in few bits. It is made of pictures and not of files, so that another container, size,
 * rate or encoder changes little. Immutable.
 *
 * @param text {@code 1:}, the step of the cells in hundredths of a grey level, a colon, and the
 *     looks in Base64: for each its cells with five bits, then five bits of luma and seven each of
 *     the blue and the red difference
 */
public record Fingerprint(@JsonValue String text) {
  /** A fingerprint is no longer, in characters of ASCII. */
  public static final int MOST_CHARACTERS = 1600;

  /** Of a clip of which nothing is known: like no other. */
  public static final Fingerprint NONE = new Fingerprint("");

  private static final int CELL_BITS = 5;
  private static final int LUMA_BITS = 5;
  private static final int COLOUR_BITS = 7;

  /** Of one look. */
  private static final int BYTES =
      (Looks.CELLS * CELL_BITS + LUMA_BITS + 2 * COLOUR_BITS) / Byte.SIZE;

  /** Cells are from minus so many steps to so many. */
  private static final int LARGEST = (1 << CELL_BITS - 1) - 1;

  private static final int LARGEST_STEP = 100 * 256 / LARGEST;

  /** Before all else; changes with the meaning of what follows. */
  private static final String VERSION = "1:";

  /**
   * @throws IllegalArgumentException if it is too long; whether it can be read, {@link #looks} says
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Fingerprint {
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "fingerprint of %d characters, and at most %d are allowed"
              .formatted(text.length(), MOST_CHARACTERS));
    }
  }

  /** The fingerprint of looks in their order: those that {@link Looks#hasLook} asks for. */
  public static Fingerprint of(List<Look> all) {
    if (all.isEmpty()) {
      return NONE;
    }
    List<Look> looks = all.subList(0, Math.min(all.size(), Looks.MOST));
    double largest = 0;
    for (Look look : looks) {
      for (float cell : look.cells()) {
        largest = Math.max(largest, Math.abs(cell));
      }
    }
    int step = (int) Math.max(1, Math.ceil(100 * largest / (LARGEST + 0.5)));
    byte[] bytes = new byte[looks.size() * BYTES];
    for (int i = 0; i < looks.size(); i++) {
      pack(looks.get(i), step / 100f, bytes, i * BYTES);
    }
    return new Fingerprint(
        VERSION + step + ":" + Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }

  private static void pack(Look look, float step, byte[] bytes, int at) {
    BigInteger bits = BigInteger.ZERO;
    for (float cell : look.cells()) {
      int rounded = Math.max(-LARGEST, Math.min(LARGEST, Math.round(cell / step)));
      bits = append(bits, rounded + LARGEST, CELL_BITS);
    }
    bits = append(bits, level(look.luma(), LUMA_BITS), LUMA_BITS);
    bits = append(bits, level(look.blue(), COLOUR_BITS), COLOUR_BITS);
    bits = append(bits, level(look.red(), COLOUR_BITS), COLOUR_BITS);
    for (int i = BYTES - 1; i >= 0; i--) {
      bytes[at + i] = bits.byteValue();
      bits = bits.shiftRight(Byte.SIZE);
    }
  }

  private static BigInteger append(BigInteger bits, int value, int count) {
    return bits.shiftLeft(count).or(BigInteger.valueOf(value));
  }

  /** The highest bits of a mean from 0 to 255. */
  private static int level(float mean, int bits) {
    return Math.max(0, Math.min(255, (int) mean)) >> Byte.SIZE - bits;
  }

  /**
   * What is to be compared; none if it is of another version or broken, as what proves nothing must
   * not stop a job.
   */
  public Looks looks() {
    int colon = text.indexOf(':', VERSION.length());
    if (!text.startsWith(VERSION) || colon < 0) {
      return Looks.NONE;
    }
    int step;
    byte[] bytes;
    try {
      step = Integer.parseInt(text, VERSION.length(), colon, 10);
      bytes = Base64.getDecoder().decode(text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Looks.NONE;
    }
    if (step < 1 || step > LARGEST_STEP || bytes.length % BYTES != 0) {
      return Looks.NONE;
    }
    List<Look> looks = new ArrayList<>();
    for (int at = 0; at < bytes.length && looks.size() < Looks.MOST; at += BYTES) {
      looks.add(unpacked(new BigInteger(1, bytes, at, BYTES), step / 100f));
    }
    return new Looks(looks, step / 100.0);
  }

  private static Look unpacked(BigInteger packed, float step) {
    float red = mean(packed, COLOUR_BITS);
    BigInteger bits = packed.shiftRight(COLOUR_BITS);
    float blue = mean(bits, COLOUR_BITS);
    bits = bits.shiftRight(COLOUR_BITS);
    float luma = mean(bits, LUMA_BITS);
    bits = bits.shiftRight(LUMA_BITS);
    float[] cells = new float[Looks.CELLS];
    for (int i = Looks.CELLS - 1; i >= 0; i--) {
      cells[i] = (last(bits, CELL_BITS) - LARGEST) * step;
      bits = bits.shiftRight(CELL_BITS);
    }
    return new Look(cells, luma, blue, red);
  }

  /** The middle of what has these highest bits. */
  private static float mean(BigInteger bits, int count) {
    return (last(bits, count) + 0.5f) * (1 << Byte.SIZE - count);
  }

  private static int last(BigInteger bits, int count) {
    return bits.intValue() & (1 << count) - 1;
  }
}
