/**
 * A conversation that gathers what a job needs, turn by turn: how answers are read, what is asked
 * next, and the entity workflow that keeps it. What is said is judged by the rules of {@code job}.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.conversation;
