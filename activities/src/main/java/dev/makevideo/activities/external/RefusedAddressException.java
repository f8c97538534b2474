package dev.makevideo.activities.external;

import java.net.UnknownHostException;

/** A user's URL leads to where no user may send us. A subclass of what a name service may throw. */
final class RefusedAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  RefusedAddressException(String message) {
    super(message);
  }
}
