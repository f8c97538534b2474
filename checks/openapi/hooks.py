"""What schemathesis cannot know of this service: real ids, a narration that is audio, uploads.

Only what was made to be valid is replaced, and by what is valid too; what was made to be wrong
stays wrong. Counts the answers by status.
"""
import atexit, base64, collections, json, os, random, unicodedata

import schemathesis
from hypothesis import strategies
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

PATH = os.environ["OPENAPI_CHECK_KNOWN"]
with open(PATH) as f:
    KNOWN = json.load(f)
AUDIO = base64.b64decode(KNOWN["audio"])
CHOICE = random.Random(1)
STATUSES = collections.Counter()
KINDS = (("/videos/", "jobs"), ("/conversations/", "conversations"), ("/uploads/", "uploads"))
CHECKSUMS = ("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "md5 1B2M2Y8AsgTpgAmY7PhCfg==")  # of other bytes, and of none
PURPOSES = ("purpose Y2xpcA==", "purpose bmFycmF0aW9u,filename YS53YXY=", "purpose cGljdHVyZQ==")
for kind in ("audio/mpeg", "audio/wav", "audio/mp4", "audio/ogg"):
    schemathesis.openapi.media_type(kind, strategies.just(AUDIO))  # told apart by the first bytes alone
# What ends a job that other cases ask for is left to jobs of its own.
ENDING = ("/cancel", "/retry", "/approve")


@schemathesis.serializer("application/offset+octet-stream")
def plain_bytes(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def filter_case(context, case):
    # To this check a header that the document does not name makes a request wrong. To HTTP it does
    # not (RFC 9110, section 5.1): who does not know it passes over it.
    if any(name.lower() == "x-schemathesis-unknown-property" for name in case.headers or {}):
        return False
    # Text of characters that are none, or control something, is no text; no schema can say that.
    texts = [case.body.get(name) for name in ("script", "shots", "clips_urls")] if isinstance(case.body, dict) else []
    return all(unicodedata.category(c) not in ("Cc", "Cn", "Cs") for text in texts for c in json.dumps(text or "", ensure_ascii=False).replace("\\u00", "\0"))


def valid(case, location):
    info = case.meta.components.get(location) if case.meta else None
    return info is not None and info.mode == GenerationMode.POSITIVE


@schemathesis.hook
def before_call(context, case, kwargs):
    path, method, parameters = case.operation.path, case.method.upper(), case.path_parameters or {}
    if valid(case, ParameterLocation.PATH) and method != "DELETE" and "id" in parameters:
        for part, ids in KINDS:
            if part in path and not path.endswith(ENDING) and CHOICE.random() < 0.8:
                parameters["id"] = CHOICE.choice(KNOWN[ids])
    if valid(case, ParameterLocation.QUERY) and "page_token" in (case.query or {}):
        case.query["page_token"] = KNOWN["tokens"][path]
    if valid(case, ParameterLocation.HEADER) and "Upload-Checksum" in (case.headers or {}):
        case.headers["Upload-Checksum"] = CHOICE.choice(CHECKSUMS)
    if path == "/v1/uploads" and method == "POST" and valid(case, ParameterLocation.HEADER):
        # One of the two, which no schema of a parameter can say, and a purpose in base64.
        if ("Upload-Length" in case.headers) == ("Upload-Defer-Length" in case.headers):
            case.headers.pop("Upload-Defer-Length", None)
            case.headers["Upload-Length"] = str(CHOICE.randint(1, 5000))
        case.headers["Upload-Metadata"] = CHOICE.choice(PURPOSES)
    if not isinstance(case.body, dict):
        return
    if path == "/v1/videos" and case.media_type == "application/json" and valid(case, ParameterLocation.BODY):
        case.body["audio"] = KNOWN["narration"]
        if "clips" in case.body:
            case.body["clips"] = [KNOWN["clip"]]


@schemathesis.hook
def after_call(context, case, response):
    STATUSES[response.status_code] += 1


@schemathesis.check
def says_when_to_come_again(ctx, response, case):
    if response.status_code in (429, 503, 507) and "application/problem+json" in str(response.headers.get("content-type")):
        assert response.headers.get("retry-after"), f"{response.status_code} without Retry-After"


@atexit.register
def tell():
    with open(os.path.join(os.path.dirname(PATH), "statuses"), "w") as f:
        f.writelines(f"{status} {count}\n" for status, count in STATUSES.items())
