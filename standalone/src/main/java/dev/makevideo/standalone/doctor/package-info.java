/** Looks whether what is needed is there, and says what to do. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.standalone.doctor;
