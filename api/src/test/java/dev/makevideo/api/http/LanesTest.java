package dev.makevideo.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of few threads, and requests that hold each of them until they are let go. */
class LanesTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int THREADS = 12;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(BOUND).build();
  private final CountDownLatch release = new CountDownLatch(1);
  private final Server server = new Server();
  private URI base;

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    Lanes lanes = new Lanes(THREADS);
    lanes.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            String path = request.getHttpURI().getCanonicalPath();
            if (path.equals("/held") && !release.await(BOUND.toSeconds(), TimeUnit.SECONDS)) {
              throw new IllegalStateException("was not let go");
            }
            if (path.equals("/fails")) {
              throw new IllegalStateException("as it should");
            }
            if (path.equals("/nobody")) {
              return false;
            }
            callback.succeeded();
            return true;
          }
        });
    server.setHandler(lanes);
    server.start();
    base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    release.countDown();
    server.stop();
  }

  private CompletableFuture<HttpResponse<Void>> asked(String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(base.resolve(path)).timeout(BOUND).build(),
        BodyHandlers.discarding());
  }

  private int status(String path) {
    return asked(path).orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join().statusCode();
  }

  @Test
  void whetherItLivesIsSaidWhileAllOthersWait() {
    List<CompletableFuture<HttpResponse<Void>>> held = new ArrayList<>();
    for (int i = 0; i < 3 * THREADS; i++) {
      held.add(asked("/held"));
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(200, status("/livez"));
    }
    assertEquals(0, held.stream().filter(CompletableFuture::isDone).count());
    release.countDown();
    for (CompletableFuture<HttpResponse<Void>> one : held) {
      assertEquals(200, one.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join().statusCode());
    }
  }

  @Test
  void whatNobodyAnswersAndWhatFailsIsAnswered() {
    assertEquals(404, status("/nobody"));
    assertEquals(500, status("/fails"));
    assertEquals(200, status("/any"));
  }
}
