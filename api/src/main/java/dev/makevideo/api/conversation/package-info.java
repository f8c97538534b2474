/** Conversations over HTTP: begins them, hands turns to their workflows, starts their jobs. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.conversation;
