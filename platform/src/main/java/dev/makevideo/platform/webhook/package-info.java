/**
 * What a webhook is made of, by the Standard Webhooks convention: its URL, its secret, its
 * signature; and how the workflow is reached that delivers it.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.webhook;
