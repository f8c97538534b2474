package dev.makevideo.api.job;

import dev.makevideo.api.upload.Upload;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Where the files of a request go once all of it is checked. */
interface Shelf {
  /** Takes the narration. */
  ObjectRef narration(Upload upload) throws IOException;

  /** Takes music. */
  ObjectRef music(Upload.Tune tune) throws IOException;

  /** Takes a text, as UTF-8. */
  ObjectRef text(String text) throws IOException;

  /** Into the store. */
  static Shelf in(ArtifactStore store) {
    return new Shelf() {
      @Override
      public ObjectRef narration(Upload upload) throws IOException {
        return upload.keptIn(store);
      }

      @Override
      public ObjectRef music(Upload.Tune tune) throws IOException {
        return tune.keptIn(store);
      }

      @Override
      public ObjectRef text(String text) throws IOException {
        return store.put(text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  /** Nowhere: only what they would be called there. */
  static Shelf none() {
    return new Shelf() {
      @Override
      public ObjectRef narration(Upload upload) {
        return upload.object();
      }

      @Override
      public ObjectRef music(Upload.Tune tune) {
        return tune.object();
      }

      @Override
      public ObjectRef text(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return new ObjectRef(BodyHash.sha256(text), bytes);
      }
    };
  }
}
