/**
 * The tools folder, where what is fetched lies: programs, models, fonts. Fetched with the package
 * client that is there, checked by its digest, locked while a folder is filled, moved into place at
 * once.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.tools;
