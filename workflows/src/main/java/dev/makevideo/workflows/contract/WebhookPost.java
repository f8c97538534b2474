package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;

/**
 * One attempt to deliver.
 *
 * @param jobId whose event it is
 * @param tenant by whose secret it is signed
 * @param correlationId of the job, for the log
 * @param url where the receiver's URL lies in the store
 * @param attempt its number, from 1
 */
public record WebhookPost(
    String jobId,
    String tenant,
    String correlationId,
    ObjectRef url,
    WebhookNotice notice,
    int attempt) {}
