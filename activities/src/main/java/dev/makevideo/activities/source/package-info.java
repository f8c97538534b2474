/**
 * Where clips come from: folders, lists of URLs, services, and collections on the internet, each
 * with the rules of the one who offers it. Finds and chooses candidates with their licences; gets
 * no bytes of them.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.source;
