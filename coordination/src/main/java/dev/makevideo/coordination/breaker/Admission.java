package dev.makevideo.coordination.breaker;

/** The breaker's answer: a permit to call, or a denial. */
public sealed interface Admission permits Permit, Denial {}
