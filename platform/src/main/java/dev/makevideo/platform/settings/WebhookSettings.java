package dev.makevideo.platform.settings;

import dev.makevideo.platform.webhook.WebhookSecret;
import dev.makevideo.platform.webhook.WebhookSecrets;
import dev.makevideo.platform.webhook.WebhookUrl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where jobs tell of themselves that do not say so, and what their events are signed with.
 *
 * @param urls {@code MAKE_VIDEO_WEBHOOK_URL}: a URL for the jobs of all tenants, or {@code
 *     tenant=URL} for those of one, with space between several; by tenant, "" for all; default:
 *     none
 * @param secrets {@code MAKE_VIDEO_WEBHOOK_SECRET}: {@code whsec_…}, with space between several,
 *     the newest first; default: that of the file
 * @param secretFile {@code MAKE_VIDEO_WEBHOOK_SECRET_FILE}: where the secret is, and made where it
 *     is not; default: in the store, which all processes share
 */
public record WebhookSettings(
    Map<String, String> urls, List<WebhookSecret> secrets, Optional<Path> secretFile) {
  private static final String SECRET = "MAKE_VIDEO_WEBHOOK_SECRET";

  private static final String URL = "MAKE_VIDEO_WEBHOOK_URL";
  private static final String FILE = "MAKE_VIDEO_WEBHOOK_SECRET_FILE";
  private static final String ALL = "";

  public WebhookSettings {
    urls = Map.copyOf(urls);
    secrets = List.copyOf(secrets);
  }

  /** No URL, and the secret of the store. */
  public static WebhookSettings none() {
    return new WebhookSettings(Map.of(), List.of(), Optional.empty());
  }

  /** The URL for jobs of this tenant that name none. */
  public Optional<String> url(String tenant) {
    return Optional.ofNullable(urls.get(tenant)).or(() -> Optional.ofNullable(urls.get(ALL)));
  }

  /**
   * The secrets.
   *
   * @param store the folder that all processes share
   */
  public WebhookSecrets secretsIn(Path store) {
    return new WebhookSecrets(secrets, secretFile.orElse(store.resolve("webhook-secret")));
  }

  /**
   * @param privateUrls whether URLs may lead to private addresses: those that must not are refused
   *     now, and not when a job ends and nobody hears of it
   */
  static WebhookSettings from(SettingReader reader, boolean privateUrls) {
    return new WebhookSettings(
        reader.text(URL).map(text -> urls(text, privateUrls)).orElse(Map.of()),
        reader.text(SECRET).map(WebhookSettings::secrets).orElse(List.of()),
        reader.text(FILE).map(path -> Path.of(path).toAbsolutePath().normalize()));
  }

  private static Map<String, String> urls(String text, boolean privateUrls) {
    Map<String, String> urls = new HashMap<>();
    for (String entry : text.split("\\s+")) {
      boolean named = entry.matches("[a-z0-9][a-z0-9-]{0,39}=.*");
      String url = named ? entry.substring(entry.indexOf('=') + 1) : entry;
      Optional<String> objection = WebhookUrl.objection(url, privateUrls);
      if (objection.isPresent()) {
        throw new InvalidSettingException(
            URL
                + " has an entry that cannot be used: "
                + objection.get()
                + "; allowed: URL or tenant=URL, with space between them, where URL is "
                + WebhookUrl.ALLOWED);
      }
      if (urls.put(named ? entry.substring(0, entry.indexOf('=')) : ALL, url) != null) {
        throw new InvalidSettingException(URL + " has two URLs for the same tenant");
      }
    }
    return urls;
  }

  private static List<WebhookSecret> secrets(String text) {
    try {
      return WebhookSecret.all(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          SECRET + " has an entry that is not " + WebhookSecret.ALLOWED);
    }
  }

  /** Without the secrets; URLs may be such, too. */
  @Override
  public String toString() {
    return "WebhookSettings[urls=" + urls.size() + ", signatures=" + secrets.size() + "]";
  }
}
