"""What schemathesis cannot know of this service: real ids, a narration that is audio, uploads.

Only what was made to be valid is replaced, and by what is valid too; what was made to be wrong
stays wrong. Counts the answers by status.
"""
import atexit, base64, collections, json, os, random

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

PATH = os.environ["OPENAPI_CHECK_KNOWN"]
with open(PATH) as f:
    KNOWN = json.load(f)
AUDIO = base64.b64decode(KNOWN["audio"])
CHOICE = random.Random(1)
STATUSES = collections.Counter()
KINDS = (("/videos/", "jobs"), ("/conversations/", "conversations"), ("/uploads/", "uploads"))
# What ends a job that other cases ask for is left to jobs of its own.
ENDING = ("/cancel", "/retry", "/approve")


@schemathesis.serializer("application/offset+octet-stream")
def plain_bytes(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def filter_case(context, case):
    # To this check a header that the document does not name makes a request wrong. To HTTP it does
    # not (RFC 9110, section 5.1): who does not know it passes over it.
    return not any(name.lower() == "x-schemathesis-unknown-property" for name in case.headers or {})


def valid(case, location):
    info = case.meta.components.get(location) if case.meta else None
    return info is not None and info.mode == GenerationMode.POSITIVE


@schemathesis.hook
def before_call(context, case, kwargs):
    path, parameters = case.operation.path, case.path_parameters or {}
    whole = case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE
    if valid(case, ParameterLocation.PATH) and case.method.upper() != "DELETE" and "id" in parameters:
        for part, ids in KINDS:
            if part in path and not path.endswith(ENDING) and CHOICE.random() < 0.8:
                parameters["id"] = CHOICE.choice(KNOWN[ids])
    if valid(case, ParameterLocation.QUERY) and "page_token" in (case.query or {}):
        case.query["page_token"] = KNOWN["tokens"][path]
    if not isinstance(case.body, dict):
        return
    if case.media_type == "multipart/form-data" and whole:
        for name in ("audio", "audio_file"):
            if name in case.body:
                case.body[name] = AUDIO
    elif path == "/v1/videos" and valid(case, ParameterLocation.BODY):
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
