package dev.makevideo.api.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One route. All routes are listed in one place so that a test can hold them against the API's
 * description.
 *
 * @param path with {@code {parameters}}
 * @param open whether it is served without a key where there are keys
 */
public record Route(HandlerType method, String path, Handler handler, boolean open) {
  public static Route get(String path, Handler handler) {
    return new Route(HandlerType.GET, path, handler, false);
  }

  public static Route head(String path, Handler handler) {
    return new Route(HandlerType.HEAD, path, handler, false);
  }

  public static Route post(String path, Handler handler) {
    return new Route(HandlerType.POST, path, handler, false);
  }

  public static Route patch(String path, Handler handler) {
    return new Route(HandlerType.PATCH, path, handler, false);
  }

  public static Route options(String path, Handler handler) {
    return new Route(HandlerType.OPTIONS, path, handler, false);
  }

  public static Route delete(String path, Handler handler) {
    return new Route(HandlerType.DELETE, path, handler, false);
  }

  /** A GET that tells nothing worth a key: the page itself, health, the API's description. */
  public static Route open(String path, Handler handler) {
    return new Route(HandlerType.GET, path, handler, true);
  }

  /** One that is itself about who may ask, and so is served to all. */
  public static Route signIn(HandlerType method, String path, Handler handler) {
    return new Route(method, path, handler, true);
  }
}
