/** What an address on the network is, before anybody connects to it. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.network;
