"""Makes a video with the client that openapi-generator made for Python."""
import sys
import time

import openapi_client
from openapi_client.exceptions import NotFoundException

url, narration, clip, target = sys.argv[1:]
with openapi_client.ApiClient(openapi_client.Configuration(host=url)) as client, open(narration, "rb") as sound:
    jobs = openapi_client.JobsApi(client)
    made = jobs.create_video(audio=("talk.wav", sound.read()), query="river", clips_urls=clip, check_text=False,
                             quality="draft", subtitles="none", idempotency_key="python",
                             _content_type="multipart/form-data")  # else the generator's own choice is JSON
    job = jobs.get_video(made.id)
    for _ in range(600):
        if job.status not in ("queued", "running"):
            break
        time.sleep(0.2)
        job = jobs.get_video(made.id)
    assert job.status == "completed", job
    assert any(one.id == made.id for one in jobs.list_videos().jobs)
    with open(target, "wb") as file:
        file.write(jobs.download_video(made.id))
    try:
        jobs.get_video("mv-nobody")
        raise SystemExit("there is no such job, and it was found")
    except NotFoundException as problem:
        assert "not-found" in problem.body, problem.body
print(made.id)
