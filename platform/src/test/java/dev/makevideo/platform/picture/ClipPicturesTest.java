package dev.makevideo.platform.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.picture.ClipPictures.Place;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipPicturesTest {
  private static final ObjectRef CLIP = new ObjectRef("c".repeat(64), 7);

  @TempDir Path folder;
  private FileArtifactStore store;
  private ClipPictures pictures;
  private Path jpeg;

  @BeforeEach
  void open() throws IOException {
    store = new FileArtifactStore(folder.resolve("store"), 0);
    pictures = new ClipPictures(store);
    jpeg = Files.write(folder.resolve("a.jpg"), new byte[] {1, 2, 3});
  }

  @Test
  void aPictureBelongsToTheClipsBytesAndIsFoundByJobRunAndIndex() throws IOException {
    Place place = new Place("mv-1", "run-1", 4);
    assertEquals(Optional.empty(), pictures.at(place), "nobody noted it");
    pictures.note(place, CLIP);
    assertEquals(Optional.empty(), pictures.at(place), "there is none");
    pictures.keep(CLIP, jpeg);
    Optional<ObjectRef> found = pictures.at(place);
    assertEquals(found, pictures.of(CLIP));
    assertArrayEquals(new byte[] {1, 2, 3}, store.read(found.orElseThrow()));
    pictures.note(new Place("mv-2", "run-9", 0), CLIP);
    assertEquals(found, pictures.at(new Place("mv-2", "run-9", 0)), "another job's is the same");
    assertEquals(Optional.empty(), pictures.at(new Place("mv-1", "run-2", 4)), "a retry's");
    assertEquals(Optional.empty(), pictures.at(new Place("mv-1", "run-1", 5)));
  }

  @Test
  void oneThatWasCollectedIsNoneAndIsMadeAgain() throws IOException {
    Place place = new Place("mv-1", "run-1", 0);
    pictures.note(place, CLIP);
    pictures.keep(CLIP, jpeg);
    Files.delete(store.path(pictures.of(CLIP).orElseThrow()));
    assertEquals(Optional.empty(), pictures.at(place));
    pictures.keep(CLIP, jpeg);
    assertEquals(pictures.of(CLIP), pictures.at(place));
  }

  @Test
  void thatThereIsNoneIsKeptToo() throws IOException {
    assertFalse(pictures.isWithout(CLIP));
    pictures.keepWithout(CLIP);
    assertTrue(pictures.isWithout(CLIP));
    assertEquals(Optional.empty(), pictures.of(CLIP));
    assertFalse(pictures.isWithout(new ObjectRef("d".repeat(64), 7)));
  }

  @Test
  void aFullDiskCostsThePictureOnly() throws IOException {
    Place place = new Place("mv-1", "run-1", 0);
    new ClipPictures(new FileArtifactStore(folder.resolve("store"), Long.MAX_VALUE / 2))
        .note(place, CLIP);
    pictures.keep(CLIP, jpeg);
    assertEquals(Optional.empty(), pictures.at(place));
  }
}
