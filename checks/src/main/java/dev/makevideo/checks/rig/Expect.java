package dev.makevideo.checks.rig;

import java.util.Objects;

/** The checks of scenarios: each names what it looked at. */
public final class Expect {
  private Expect() {}

  public static void equal(String what, Object wanted, Object found) {
    if (!Objects.equals(wanted, found)) {
      throw new AssertionError(what + ": wanted " + wanted + ", found " + found);
    }
  }

  public static void atMost(String what, long most, long found) {
    if (found > most) {
      throw new AssertionError(what + ": at most " + most + ", found " + found);
    }
  }

  public static void that(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
