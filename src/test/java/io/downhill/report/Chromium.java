package io.downhill.report;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page in headless Chromium, driven by its DevTools protocol over a web socket of java.net.http.
 * What the page logs and asks of a network is kept.
 */
final class Chromium implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final Path folder;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final List<JsonNode> events = new ArrayList<>();
  private int sent;

  /** The program, if it is installed. */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(n -> Path.of(folder, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser with an empty page.
   *
   * @param folder an empty one, for what the browser writes
   */
  Chromium(Path program, Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // CI runs as root, and the page is our own.
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    HttpClient client = HttpClient.newHttpClient();
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(address(client, port(folder)), new Listener())
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** The browser writes its port into a file of its folder once it listens. */
  private String port(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("DevToolsActivePort");
    for (long waited = 0; waited < PATIENCE_SECONDS * 20; waited++) {
      if (Files.exists(file) && Files.readAllLines(file).size() > 1) {
        return Files.readAllLines(file).get(0);
      }
      if (!process.isAlive()) {
        throw new IOException("chromium ended: " + Files.readString(folder.resolve("output.txt")));
      }
      Thread.sleep(50);
    }
    throw new IOException("chromium does not listen");
  }

  private static URI address(HttpClient client, String port)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    String pages = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    for (JsonNode page : JSON.readTree(pages)) {
      if (page.path("type").asString().equals("page")) {
        return URI.create(page.path("webSocketDebuggerUrl").asString());
      }
    }
    throw new IOException("chromium has no page: " + pages);
  }

  /** Opens a page and waits until it is drawn. */
  void open(URI page) throws InterruptedException {
    call("Page.navigate", Map.of("url", page.toString()));
    evaluate(
        "new Promise(done => document.readyState === 'complete' ? done(1) :"
            + " addEventListener('load', () => done(1)))");
    settle();
  }

  /** Waits for two frames, in which everything is drawn. */
  void settle() throws InterruptedException {
    evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
  }

  /** The size of the window, in CSS pixels, and the scheme of its colours. */
  void look(int width, int height, String scheme) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    settle();
  }

  /** Presses and releases a key, as ArrowLeft, on what has the focus. */
  void press(String key) throws InterruptedException {
    int code =
        Map.of("Home", 36, "ArrowLeft", 37, "ArrowUp", 38, "ArrowRight", 39, "ArrowDown", 40)
            .getOrDefault(key, 0);
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
    settle();
  }

  /** Drags the mouse from one place of the window to another. */
  void drag(double fromX, double fromY, double toX, double toY) throws InterruptedException {
    mouse("mousePressed", fromX, fromY);
    mouse("mouseMoved", toX, toY);
    mouse("mouseReleased", toX, toY);
    settle();
  }

  private void mouse(String type, double x, double y) throws InterruptedException {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", type);
    event.put("x", x);
    event.put("y", y);
    event.put("button", "left");
    event.put("buttons", 1);
    event.put("clickCount", 1);
    call("Input.dispatchMouseEvent", event);
  }

  /** The value of an expression; of a promise, what it comes to. */
  JsonNode evaluate(String expression) throws InterruptedException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  double number(String expression) throws InterruptedException {
    return evaluate("Number(" + expression + ")").asDouble();
  }

  /** A picture of the whole page. */
  void screenshot(Path file) throws IOException, InterruptedException {
    JsonNode size = call("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
    Map<String, Object> clip =
        Map.of(
            "x", 0,
            "y", 0,
            "width", size.path("width").asInt(),
            "height", size.path("height").asInt(),
            "scale", 1);
    JsonNode taken =
        call(
            "Page.captureScreenshot",
            Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
    Files.write(file, Base64.getDecoder().decode(taken.path("data").asString()));
  }

  /** The page as it prints, on A4. */
  void print(Path file) throws IOException, InterruptedException {
    JsonNode printed =
        call(
            "Page.printToPDF",
            Map.of("printBackground", true, "paperWidth", 8.27, "paperHeight", 11.69));
    Files.write(file, Base64.getDecoder().decode(printed.path("data").asString()));
  }

  /** Errors and warnings of the page, and what it threw. */
  List<String> complaints() {
    return events.stream()
        .filter(
            e ->
                List.of("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
                    .contains(e.path("method").asString()))
        .map(JsonNode::toString)
        .toList();
  }

  /** What was asked for but files and data: what would go over a network. */
  List<String> requests() {
    return events.stream()
        .filter(e -> e.path("method").asString().equals("Network.requestWillBeSent"))
        .map(e -> e.path("params").path("request").path("url").asString())
        .filter(url -> !url.startsWith("file:") && !url.startsWith("data:"))
        .toList();
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws InterruptedException {
    int id = ++sent;
    String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(text, true).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    while (true) {
      JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("chromium does not answer to " + method);
      }
      if (answer.path("id").asInt(0) == id) {
        if (answer.has("error")) {
          throw new AssertionError(method + ": " + answer.path("error"));
        }
        return answer.path("result");
      }
      events.add(answer);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    socket.abort();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    for (String link : List.of("SingletonSocket", "SingletonLock", "SingletonCookie")) {
      Files.deleteIfExists(folder.resolve(link)); // They lead out of the folder.
    }
  }

  /** Puts the parts of messages together. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        answers.add(JSON.readTree(message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
