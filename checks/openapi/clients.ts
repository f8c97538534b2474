// Makes a video with the client that openapi-generator made for TypeScript.
import { readFile, writeFile } from 'node:fs/promises';
import { Configuration, JobsApi, ResponseError } from './client';

async function main(): Promise<void> {
  const [url, narration, clip, target] = process.argv.slice(2);
  const jobs = new JobsApi(new Configuration({ basePath: url }));
  const audio = new File([await readFile(narration)], 'talk.wav');
  const made = await jobs.createVideo({ audio, query: 'river', clipsUrls: clip, checkText: false, quality: 'draft', subtitles: 'none', idempotencyKey: 'typescript' }) as { id: string };
  let job = await jobs.getVideo({ id: made.id });
  for (let i = 0; i < 600 && ['queued', 'running'].includes(job.status); i++) {
    await new Promise((later) => setTimeout(later, 200));
    job = await jobs.getVideo({ id: made.id });
  }
  if (job.status !== 'completed') throw new Error(JSON.stringify(job));
  const page = await jobs.listVideos({});
  if (!page.jobs.some((one) => one.id === made.id)) throw new Error('it is not listed');
  await writeFile(target, Buffer.from(await (await jobs.downloadVideo({ id: made.id })).arrayBuffer()));
  const missing = await jobs.getVideo({ id: 'mv-nobody' }).catch((e: ResponseError) => e);
  if (!(missing instanceof ResponseError) || missing.response.status !== 404) throw new Error('found nobody');
  console.log(made.id);
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
