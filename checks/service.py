"""A service of its own for a check, and how it is asked."""
import base64, json, os, signal, subprocess, time
import urllib.error, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JAR = os.path.join(ROOT, "standalone", "target", "make-video.jar")


def tools():
    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return os.path.join(os.environ.get("MAKE_VIDEO_HOME") or os.path.join(data, "make-video"), "tools")


def ask(url, method="GET", body=None, **headers):
    """The status, the headers and what was answered."""
    request = urllib.request.Request(url, data=body, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def wanted(status, answer):
    if answer[0] != status:
        raise SystemExit(f"{answer[0]} in place of {status}: {answer[2][:500]}")
    return json.loads(answer[2])


def upload(url, purpose, data):
    purpose = base64.b64encode(purpose.encode()).decode()
    return wanted(201, ask(f"{url}/v1/uploads", "POST", data, Tus_Resumable="1.0.0", Upload_Length=str(len(data)),
                           Upload_Metadata=f"purpose {purpose}", Content_Type="application/offset+octet-stream"))["id"]


def made(home, name, *how):
    """A small file by ffmpeg."""
    path = os.path.join(home, name)
    subprocess.run([os.path.join(tools(), "ffmpeg-6.0", "ffmpeg"), "-v", "error", "-y", "-f", "lavfi", "-i", *how, path],
                   check=True, timeout=60)
    with open(path, "rb") as f:
        return f.read()


def until(what, seconds, look):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise SystemExit(f"{what} took more than {seconds:.0f} s")


def start(home, **more):
    """The service, in a session of its own, perhaps once more in its folder; and where it listens."""
    if not os.path.exists(os.path.join(home, "tools")):
        os.symlink(tools(), os.path.join(home, "tools"))
    note = os.path.join(home, "service-url")
    if os.path.exists(note):
        os.remove(note)
    env = dict(os.environ, MAKE_VIDEO_HOME=home, MAKE_VIDEO_PORT="0", MAKE_VIDEO_SPEECH_MODEL="off",
               **more)
    for name in ("REDIS_URL", "TEMPORAL_ADDRESS", "MAKE_VIDEO_API_KEYS"):
        env.pop(name, None)
    with open(os.path.join(home, "up.log"), "a") as log:
        service = subprocess.Popen(["java", "-XX:+UseSerialGC", "-Xmx768m", "-jar", JAR, "up"], env=env,
                                   stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)

    def address():
        if service.poll() is not None:
            raise SystemExit("up ended: " + open(os.path.join(home, "up.log")).read()[-2000:])
        return os.path.exists(note) and open(note).read().strip()

    return service, address


def stop(service):
    """With all that it started."""
    service.terminate()
    try:
        service.wait(20)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(service.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
