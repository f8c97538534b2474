package dev.makevideo.standalone.cli;

/**
 * Why a row of a batch is no job.
 *
 * @param field at fault; may be empty
 */
record BatchTrouble(String field, String message) {
  String sentence() {
    return field.isEmpty() ? message : "field " + field + ": " + message;
  }
}
