/** Kills, stops and starves whole processes while jobs run, and looks whether the jobs go on. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.checks.chaos;
