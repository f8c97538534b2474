/** Whether what the service needs is there. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.api.health;
