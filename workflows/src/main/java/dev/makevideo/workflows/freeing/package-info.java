/**
 * The workflow that frees the store of what only deleted jobs named, as soon as that is certain.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.workflows.freeing;
