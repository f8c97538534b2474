package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.media.UrlList;
import dev.makevideo.platform.settings.ServiceSettings;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.RequestRules;
import dev.makevideo.workflows.job.SourceChoice;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.UploadedClips;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides where a job's clips come from. Thread-safe. */
final class ClipsField {
  private static final int MOST_URLS = 5_000;
  private static final int LONGEST_URL = 2_000;

  private final ServiceSettings services;

  /** What was asked for, checked and not stored yet; none: the services. */
  record Choice(Optional<String> folder, Optional<String> urls, List<UploadedClips.Item> uploads) {}

  ClipsField(ServiceSettings services) {
    this.services = services;
  }

  Choice choose(OrderReader.Form form) throws IOException {
    Optional<String> folder =
        form.upload().text(Field.CLIPS_FOLDER).map(String::strip).filter(text -> !text.isEmpty());
    Optional<String> urls = form.upload().text(Field.CLIPS_URLS).filter(text -> !text.isBlank());
    List<UploadedClips.Item> uploads = form.upload().clips();
    requireOne(form, folder.isPresent(), urls.isPresent(), !uploads.isEmpty());
    Set<SourceName> brought = EnumSet.noneOf(SourceName.class);
    folder.ifPresent(any -> brought.add(SourceName.FOLDER));
    urls.ifPresent(any -> brought.add(SourceName.URLS));
    if (!uploads.isEmpty()) {
      brought.add(SourceName.UPLOADS);
    }
    List<SourceName> order = checkedOrder(form, brought);
    if (folder.isPresent()) {
      return new Choice(
          Optional.of(checkedFolder(form, folder.get())), Optional.empty(), List.of());
    }
    if (urls.isPresent()) {
      return new Choice(Optional.empty(), Optional.of(checkedUrls(form, urls.get())), List.of());
    }
    if (!uploads.isEmpty()) {
      return new Choice(Optional.empty(), Optional.empty(), uploads);
    }
    if (order.isEmpty() && RequestRules.isNowhere(services::missing)) {
      throw new ProblemException(
              ProblemType.INVALID_REQUEST,
              "There is nowhere to get clips from: send clips_folder or clips_urls to POST"
                  + " /v1/videos, or set YOUTUBE_SEARCH_URL and VIDEO_DOWNLOADER_URL, or a"
                  + " MAKE_VIDEO_COMMONS_URL that is not off, and restart.",
              form.name(form.shape().has(Field.CLIPS_FOLDER) ? Field.CLIPS_FOLDER : Field.QUERY))
          .withStatus(422);
    }
    return new Choice(Optional.empty(), Optional.empty(), List.of());
  }

  private static void requireOne(
      OrderReader.Form form, boolean folder, boolean urls, boolean uploads) {
    if (folder && urls) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "Send clips_folder or clips_urls, not both.",
          form.name(Field.CLIPS_URLS));
    }
    if (uploads && (folder || urls)) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "Send clips, clips_folder or clips_urls, one of them only.",
          "clips");
    }
  }

  /**
   * The order of sources that was asked for; what it names must be there, and what was sent must be
   * in it.
   */
  private List<SourceName> checkedOrder(OrderReader.Form form, Set<SourceName> brought) {
    String text = form.upload().text(Field.SOURCES).orElse(SourceChoice.DEFAULT);
    List<SourceName> order = SourceChoice.order(text); // the option was read before
    Optional<RequestRules.SourceLack> lack =
        RequestRules.sources(order, brought, services::missing);
    if (lack.isPresent()) {
      throw refused(form, text, why(form, lack.get()));
    }
    return order;
  }

  private static String why(OrderReader.Form form, RequestRules.SourceLack lack) {
    String source = lack.source().label();
    if (lack.needs().isPresent()) {
      return source + " needs " + lack.needs().get() + " and a restart";
    }
    if (lack.source() == SourceName.UPLOADS) {
      return source + " goes with clips, which only the JSON form has";
    }
    boolean folder = lack.source() == SourceName.FOLDER;
    return source + " goes with " + form.name(folder ? Field.CLIPS_FOLDER : Field.CLIPS_URLS);
  }

  private static ProblemException refused(OrderReader.Form form, String text, String why) {
    String shown = ProblemException.shortened(text);
    return form.problem(
        Field.SOURCES, text, form.name(Field.SOURCES) + " is \"" + shown + "\": " + why + ".");
  }

  static ClipSource put(Choice choice, Shelf shelf) throws IOException {
    if (choice.folder().isPresent()) {
      return ClipSource.ofFolder(choice.folder().get());
    }
    if (choice.urls().isPresent()) {
      return ClipSource.ofUrls(shelf.text(choice.urls().get()));
    }
    if (!choice.uploads().isEmpty()) {
      UploadedClips clips = new UploadedClips(choice.uploads());
      return ClipSource.ofUploads(shelf.text(Payloads.mapper().writeValueAsString(clips)));
    }
    return ClipSource.ofService();
  }

  private String checkedFolder(OrderReader.Form form, String text) throws IOException {
    if (services.clipRoots().isEmpty()) {
      throw form.problem(
          Field.CLIPS_FOLDER,
          text,
          "No folder may be read: set MAKE_VIDEO_CLIP_ROOTS to the folders that may, and restart.");
    }
    // One answer for a folder elsewhere and for one that is not there: no probing of the disk.
    ProblemException refused =
        form.problem(
            Field.CLIPS_FOLDER,
            text,
            "clips_folder must be the absolute path of a folder below one of: "
                + String.join(", ", services.clipRoots().stream().map(Path::toString).toList()));
    try {
      Path folder = Path.of(text);
      if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
        throw refused;
      }
      Path real = folder.toRealPath();
      for (Path root : services.clipRoots()) {
        if (Files.isDirectory(root) && real.startsWith(root.toRealPath())) {
          return real.toString();
        }
      }
      throw refused;
    } catch (InvalidPathException e) {
      throw refused;
    }
  }

  private static String checkedUrls(OrderReader.Form form, String text) {
    List<String> urls = new ArrayList<>();
    for (UrlList.Line line : UrlList.of(text)) {
      if (!line.isUrl(LONGEST_URL)) {
        throw form.problem(
            Field.CLIPS_URLS,
            line.text(),
            "Line "
                + line.number()
                + " is \""
                + ProblemException.shortened(line.text())
                + "\", which is not an http or https URL of at most "
                + LONGEST_URL
                + " characters.");
      }
      urls.add(line.text());
    }
    if (urls.isEmpty() || urls.size() > MOST_URLS) {
      throw form.problem(
          Field.CLIPS_URLS,
          urls.size() + " URLs",
          "clips_urls must have 1 to " + MOST_URLS + " URLs, one a line.");
    }
    return String.join("\n", urls) + "\n";
  }
}
