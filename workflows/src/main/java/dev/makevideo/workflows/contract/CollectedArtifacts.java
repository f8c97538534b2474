package dev.makevideo.workflows.contract;

/**
 * What a collection deleted.
 *
 * @param files how many files
 * @param bytes their size
 */
public record CollectedArtifacts(int files, long bytes) {}
