package dev.makevideo.api.mcp;

/** Files of a client of {@code /mcp}: it uploads them itself and names the uploads. */
final class UploadIds implements Material {
  @Override
  public String narration() {
    return "the id of the narration's upload (POST /v1/uploads, purpose narration)";
  }

  @Override
  public String clip() {
    return "the id of an upload (POST /v1/uploads, purpose clip or picture)";
  }

  @Override
  public String music() {
    return "the id of an upload (POST /v1/uploads, purpose music)";
  }

  @Override
  public boolean takesBase64() {
    return true;
  }

  @Override
  public String uploaded(SentUploads uploads, String field, String argument, String purpose) {
    return argument;
  }
}
