/** What running activities report, as the Temporal server tells it without a worker. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.heartbeat;
