package dev.makevideo.activities.source;

/**
 * What is to be said of a clip that is somebody else's: by whom it is, where it is from, and what
 * allows it to be shown. Plain text, one line each.
 *
 * @param title of the clip
 * @param author as the source names it, or as the author wants to be named
 * @param page where people find it, an http or https URL
 * @param licence what allows it
 */
public record Credit(String title, String author, String page, Licence licence) {
  private static final int LONGEST = 300;

  public Credit {
    title = shortened(Candidate.plain(title));
    author = shortened(Candidate.plain(author));
    page = Candidate.plain(page);
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
  }
}
