# Starts yt-dlp such that it connects to one proxy on this host and starts no program but deno.
# Run as `python3 -I -S -c THIS PORT WHEEL WHEEL arguments...`. The proxy's address is in the environment
# too; this holds as well where an extractor or a page says that a request shall go past it. An audit hook
# (PEP 578) cannot be taken away again.
import os
import sys

port = int(sys.argv[1])
sys.path[:0] = sys.argv[2:4]
del sys.argv[1:4]


def guard(event, args):
    if event == "socket.connect":
        allowed = args[1] == ("127.0.0.1", port)
    elif event == "socket.getaddrinfo":
        allowed = args[0] in ("127.0.0.1", b"127.0.0.1")
    elif event in ("socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto", "socket.sendmsg"):
        allowed = False
    elif event == "subprocess.Popen":
        allowed = os.path.basename(os.fsdecode(args[0])) == "deno"
    else:
        allowed = event not in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn")
    if not allowed:
        raise PermissionError("make-video does not allow " + event)


sys.addaudithook(guard)
import yt_dlp

yt_dlp.main()
