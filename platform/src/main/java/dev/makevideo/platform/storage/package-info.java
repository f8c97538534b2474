/**
 * The artifact store: content-addressed bytes, and which piece of work produced them. Knows nothing
 * of what they are.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.storage;
