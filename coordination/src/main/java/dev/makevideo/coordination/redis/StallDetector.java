package dev.makevideo.coordination.redis;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which nothing has come for two seconds, though something was asked, so
 * that it is made anew: perhaps to another node, when the old one hangs or vanished without a word.
 * TCP alone would go on for a quarter of an hour. One for each channel, on its event loop.
 */
final class StallDetector extends ChannelDuplexHandler {
  /** Eight command timeouts; less than Sentinel usually takes to notice. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  private static final long LOOK_MILLIS = 250;

  /** When the oldest request without any answer since was sent; meaningless if none is. */
  private long askedAt;

  private boolean asked;

  @Override
  public void channelActive(ChannelHandlerContext context) {
    look(context);
    context.fireChannelActive();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!asked) {
      asked = true;
      askedAt = System.nanoTime();
    }
    context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    asked = false;
    context.fireChannelRead(message);
  }

  private void look(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      return;
    }
    if (asked && System.nanoTime() - askedAt > LIMIT.toNanos()) {
      context.close();
      return;
    }
    context.executor().schedule(() -> look(context), LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
