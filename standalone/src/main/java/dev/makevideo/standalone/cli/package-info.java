/** The command line: a client of the API as any other. Does none of a job's work. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.standalone.cli;
