package dev.makevideo.standalone.embedded;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Temporal's test server inside this JVM, on real time and on loopback only. Good for a first video
 * on a machine without Temporal; it forgets everything when the process ends, and cannot list
 * workflows, delete or reset them, nor run schedules.
 */
public final class InMemoryTemporal implements RunningTemporal {
  private static final long SHUTDOWN_SECONDS = 2;

  private final TestServicesStarter services;
  private final Server server;

  private InMemoryTemporal(TestServicesStarter services, Server server) {
    this.services = services;
    this.server = server;
  }

  /**
   * @throws IOException if it cannot listen
   */
  public static InMemoryTemporal start() throws IOException {
    // Locked: time is not skipped. 0: it starts at the real time.
    TestServicesStarter services = new TestServicesStarter(true, 0);
    try {
      // The server's own factory would listen on every address.
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
      return new InMemoryTemporal(services, builder.build().start());
    } catch (IOException e) {
      services.close();
      throw e;
    }
  }

  @Override
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public Optional<URI> webUi() {
    return Optional.empty();
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public String description() {
    return "in this process, in memory only";
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    services.close();
  }
}
