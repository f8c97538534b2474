package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** A client of resumable uploads. */
final class Tus {
  static final String PIECE = "application/offset+octet-stream";
  private final ApiFixture api;

  Tus(ApiFixture api) {
    this.api = api;
  }

  static String metadata(String purpose, String filename) {
    return "purpose " + base64(purpose) + ",filename " + base64(filename);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Begins as an MP3, and is like no other. */
  static byte[] narration(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    System.arraycopy(new byte[] {'I', 'D', '3'}, 0, bytes, 0, 3);
    return bytes;
  }

  /** Begins as an MP4. */
  static byte[] clip(int seed) {
    byte[] bytes = new byte[1_000];
    new Random(seed).nextBytes(bytes);
    byte[] head = "\0\0\0\u0018ftypisom".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  HttpRequest.Builder request(String path) {
    return api.to(path).header("Tus-Resumable", "1.0.0");
  }

  HttpResponse<byte[]> create(String purpose, long length, String... headers) {
    HttpRequest.Builder request =
        request("/v1/uploads")
            .header("Upload-Length", Long.toString(length))
            .header("Upload-Metadata", metadata(purpose, "a file.bin"))
            .POST(BodyPublishers.noBody());
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Begins an upload and returns its id. */
  String begin(String purpose, long length, String... headers) throws IOException {
    HttpResponse<byte[]> answer = create(purpose, length, headers);
    assertEquals(201, answer.statusCode(), ApiFixture.text(answer));
    return ApiFixture.json(answer).path("id").asText();
  }

  /** Uploads all of it with one request and returns its id. */
  String whole(String purpose, String filename, byte[] bytes, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        request("/v1/uploads")
            .header("Upload-Length", Integer.toString(bytes.length))
            .header("Upload-Metadata", metadata(purpose, filename))
            .header("Content-Type", PIECE)
            .POST(BodyPublishers.ofByteArray(bytes));
    HttpResponse<byte[]> answer =
        api.send(headers.length == 0 ? request : request.headers(headers));
    assertEquals(201, answer.statusCode(), ApiFixture.text(answer));
    assertEquals(true, ApiFixture.json(answer).path("complete").asBoolean());
    return ApiFixture.json(answer).path("id").asText();
  }

  HttpResponse<byte[]> patch(String id, long offset, byte[] bytes, String... headers) {
    return patch(id, offset, BodyPublishers.ofByteArray(bytes), headers);
  }

  HttpResponse<byte[]> patch(String id, long offset, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        request("/v1/uploads/" + id)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", PIECE)
            .method("PATCH", body);
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> head(String id, String... headers) {
    HttpRequest.Builder request =
        request("/v1/uploads/" + id).method("HEAD", BodyPublishers.noBody());
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> delete(String id, String... headers) {
    HttpRequest.Builder request = request("/v1/uploads/" + id).DELETE();
    return api.send(headers.length == 0 ? request : request.headers(headers));
  }

  long offset(String id) {
    return Long.parseLong(head(id).headers().firstValue("Upload-Offset").orElseThrow());
  }

  /** A PATCH that says it has so many bytes and of which these arrive; still open. */
  Socket unfinished(String id, long offset, int says, byte[] arrive) throws IOException {
    Socket socket = new Socket("127.0.0.1", api.port());
    OutputStream out = socket.getOutputStream();
    String head =
        "PATCH /v1/uploads/"
            + id
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\nContent-Type: "
            + PIECE
            + "\r\nUpload-Offset: "
            + offset
            + "\r\nContent-Length: "
            + says
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(arrive);
    out.flush();
    return socket;
  }
}
