/**
 * Support for the tests of all modules: waiting, and real servers. Not shipped. Knows no module of
 * ours; what needs {@code platform} lies in platform's test-jar.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.testkit;
