/**
 * Free text of conversations, read by a chat endpoint of the operator's: what it is asked, what of
 * its answer is believed. It proposes values of a closed list of fields and does nothing else.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.conversation;
