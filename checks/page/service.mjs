import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = path.resolve(import.meta.dirname, '../..');
const UP_MILLIS = 120_000;
const MAKE_MILLIS = 120_000;

export const narration = path.join(ROOT, 'standalone/src/main/resources/dev/makevideo/standalone/demo/narration.ogg');
export const script = fs.readFileSync(path.join(path.dirname(narration), 'script.txt'), 'utf8');

/** Runs `make-video up` in a folder of its own, with the tools that are there. */
export async function start() {
  const data = process.env.MAKE_VIDEO_HOME ?? path.join(process.env.XDG_DATA_HOME ?? path.join(os.homedir(), '.local/share'), 'make-video');
  const tools = path.join(data, 'tools');
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'make-video-page'));
  fs.symlinkSync(tools, path.join(home, 'tools'));
  const env = { ...process.env, MAKE_VIDEO_HOME: home, MAKE_VIDEO_PORT: '0', MAKE_VIDEO_SPEECH_MODEL: 'off' };
  delete env.REDIS_URL;
  delete env.TEMPORAL_ADDRESS;
  const log = fs.openSync(path.join(home, 'up.log'), 'w');
  const classes = [...(process.env.PAGE_RESOURCES ? [path.resolve(process.env.PAGE_RESOURCES)] : []),
    path.join(ROOT, 'standalone/target/make-video.jar'), path.join(ROOT, 'standalone/target/lib/*')];
  const up = spawn('java', ['-XX:+UseSerialGC', '-Xmx600m', '-cp', classes.join(':'), 'dev.makevideo.standalone.Main', 'up'], { env, stdio: ['ignore', log, log] });
  let over = false;
  const ended = new Promise((resolve) => up.on('exit', () => { over = true; resolve(); }));
  const stop = async () => {
    up.kill('SIGTERM');
    await Promise.race([ended, pause(15_000).then(() => up.kill('SIGKILL'))]);
    fs.rmSync(home, { recursive: true, force: true });
  };
  process.on('exit', () => {
    if (over) return;
    up.kill('SIGKILL');
    fs.rmSync(home, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
  const note = path.join(home, 'service-url');
  const begun = Date.now();
  while (!(fs.existsSync(note) && fs.readFileSync(note, 'utf8').trim())) {
    if (over || Date.now() - begun > UP_MILLIS) {
      const said = fs.readFileSync(path.join(home, 'up.log'), 'utf8').slice(-2000);
      await stop();
      throw new Error('up did not come up: ' + said);
    }
    await pause(200);
  }
  return { url: fs.readFileSync(note, 'utf8').trim(), stop, home, clips: clips(home, tools), short: short(home, tools), songs: songs(home, tools) };
}

const PICTURES = [
  'gradients=size=540x960:rate=24:c0=0x0b3d4f:c1=0x5fd0c5:c2=0xf2e8cf:seed=7:speed=0.03',
  'life=size=270x480:rate=24:mold=12:ratio=0.2:death_color=0x16324f:life_color=0xf2a65a:seed=3,scale=540:960:flags=neighbor',
  'gradients=size=540x960:rate=24:c0=0x3a0f3d:c1=0xe8505b:c2=0xf9d56e:seed=21:speed=0.05:type=radial',
  'cellauto=size=270x480:rate=24:rule=110:seed=5,scale=540:960:flags=neighbor',
  'gradients=size=540x960:rate=24:c0=0x0f3d2e:c1=0x9ad14b:c2=0xf4f1de:seed=33:speed=0.02:type=spiral',
  'mandelbrot=size=540x960:rate=24:end_scale=0.02',
];

const FILM = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];

function make(home, tools, name, source, ...options) {
  const ffmpeg = fs.readdirSync(tools).map((tool) => path.join(tools, tool, 'ffmpeg')).find((file) => fs.existsSync(file)) ?? 'ffmpeg';
  const file = path.join(home, name);
  const made = spawnSync(ffmpeg, ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...options, file], { timeout: MAKE_MILLIS, killSignal: 'SIGKILL' });
  if (made.status !== 0) throw new Error(name + ': ' + (made.error ?? made.stderr));
  return file;
}

/** Clips that nobody filmed, and a picture. */
const clips = (home, tools) => [
  ...PICTURES.map((source, index) => make(home, tools, `clip-${index + 1}.mp4`, source, '-t', '6', ...FILM)),
  make(home, tools, 'picture.png', 'mandelbrot=size=720x1280:start_scale=0.4', '-frames:v', '1'),
];

/** One that is over before it can be shown. */
const short = (home, tools) => make(home, tools, 'short.mp4', PICTURES[0], '-t', '0.3', ...FILM);

/** Two chords; each is shorter than the narration. */
const songs = (home, tools) => [['song.mp3', 220], ['other.ogg', 330]].map(([name, low]) =>
  make(home, tools, name, `aevalsrc=0.1*sin(2*PI*${low}*t)+0.1*sin(2.5*PI*${low}*t)+0.1*sin(3*PI*${low}*t):s=44100:d=7`));
