'use strict';

import { html, useEffect, useRef, useState } from './preact-htm.js';
import { call, refusal, send, unique } from './api.js';
import { Looks, USUAL } from './choices.js';
import { CaptionTexts, ClipChoices, corrected, flipped } from './corrections.js';
import { Icon } from './icons.js';
import { EarlierMusic, useUploads } from './media.js';
import { Problem } from './parts.js';
import { cuesOf } from './player.js';
import { usedOf } from './stages.js';
import { t, tOr } from './words.js';

/** How the manifest calls what may look otherwise. */
const BEFORE = { aspect_ratio: 'aspectRatio', crop_position: 'cropPosition', subtitles: 'subtitleStyle', quality: 'quality' };

const clipsOf = (manifest) => usedOf(manifest).map((clip) => ({ ...clip, facts: [clip.at.map((seconds) => seconds.toFixed(1) + ' s').join(', '), clip.by] }));

const textOf = async (path) => {
  const answer = await fetch(path);
  if (!answer.ok) throw refusal(answer.status, await answer.json().catch(() => null));
  return answer.text();
};

async function before(job) {
  const [manifest, file] = await Promise.all([
    call(job.links.manifest),
    job.links.subtitles_vtt ? textOf(job.links.subtitles_vtt) : '',
  ]);
  const look = Object.fromEntries(Object.entries(BEFORE).map(([name, there]) => [name, manifest.request[there]]));
  return { look, music: manifest.request.music, clips: clipsOf(manifest), captions: cuesOf(file).map((cue, index) => ({ ...cue, index: index + 1 })) };
}

/** What is kept of a finished video and what is other, of a job that is made from it. */
export function Origin({ job }) {
  if (!job.parent) return null;
  const named = (stages) => stages.map((stage) => tOr('stage.' + stage, stage)).join(', ');
  return html`<p class="quiet origin">${t('rerender.from')} <a href=${'#' + job.parent}>${job.parent}</a>${job.reused?.length ? html` · ${t('rerender.kept', { what: named(job.reused) })}` : null}</p>`;
}

/** What music is to be other: another file, none, another level of what is there. */
function musicOrder(was, kept, song, volume) {
  const order = {};
  if (song) order.music = song.id;
  else if (was && !kept) order.music = 'none';
  const level = String(volume).trim();
  const sounds = song || (was && kept);
  if (sounds && level !== '' && Number(level) !== (was?.volume ?? USUAL.music_volume)) order.music_volume = Number(level);
  return order;
}

/** A finished video, corrected and made again: captions, clips, looks, music. Goes to the new job. */
export function Rerender({ job, video }) {
  const [open, setOpen] = useState(false);
  const [was, setWas] = useState(null);
  const [texts, setTexts] = useState({});
  const [marked, setMarked] = useState(new Set());
  const [look, setLook] = useState({});
  const music = useUploads();
  const [keepsMusic, setKeepsMusic] = useState(true);
  const [volume, setVolume] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const attempt = useRef({ body: '', key: '' });

  useEffect(() => {
    if (!open || was) return undefined;
    let ended = false;
    setError(null);
    before(job).then((found) => { if (!ended) { setWas(found); setLook(found.look); setVolume(found.music?.volume ?? USUAL.music_volume); } }, (refused) => { if (!ended) setError(refused); });
    return () => { ended = true; };
  }, [open]);

  const seek = (caption, play) => {
    if (!video.current) return;
    video.current.currentTime = caption.start + 0.01;
    if (play) video.current.play().catch(() => { /* the browser wants to be asked */ });
  };
  const order = {};
  if (was) {
    const captions = corrected(was.captions, texts);
    if (captions.length && look.subtitles !== 'none') order.captions = captions;
    if (marked.size) order.replace_clips = [...marked];
    for (const name of Object.keys(BEFORE)) if (look[name] !== was.look[name]) order[name] = look[name];
    Object.assign(order, musicOrder(was.music, keepsMusic, music.items[0], volume));
  }
  const sending = music.items.some((item) => !item.id);
  const other = Object.keys(order).length > 0 && !sending;
  const make = async (event) => {
    event.preventDefault();
    if (!other) return;
    setBusy(true);
    setError(null);
    // The same order sent twice, such as after a broken answer, is one job.
    const written = JSON.stringify(order);
    if (attempt.current.body !== written) attempt.current = { body: written, key: 'page-' + unique() };
    try {
      location.hash = (await send('POST', job.links.rerender, order, { 'Idempotency-Key': attempt.current.key })).id;
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return html`<details class="card rerender" onToggle=${(event) => setOpen(event.target.open)}><summary>${t('rerender.title')}</summary>
    <p class="quiet">${t('rerender.hint')}</p>
    ${was ? html`<form onSubmit=${make}>
      ${was.captions.length ? html`<h3>${t('captions')}</h3><${CaptionTexts} captions=${was.captions} texts=${texts} set=${setTexts} seek=${seek} />` : null}
      ${was.clips.length ? html`<h3>${t('clips')}</h3><${ClipChoices} job=${job} clips=${was.clips} marked=${marked} flip=${(index) => setMarked((now) => flipped(now, index))} />` : null}
      <${Looks} choices=${look} set=${(name) => (value) => setLook((now) => ({ ...now, [name]: value }))} />
      <h3>${t('new.music')}</h3>
      <div><${EarlierMusic} was=${was.music} kept=${keepsMusic} keep=${setKeepsMusic} uploads=${music} volume=${volume} set=${setVolume} /></div>
      <${Problem} error=${error} />
      <button class="main" disabled=${!other || busy}><${Icon} name="again" />${t('rerender.make')}</button>
      <span class="quiet" role="status">${other || sending ? '' : t('rerender.nothing')}</span>
    </form>` : html`<${Problem} error=${error} />${error ? null : html`<p class="quiet" role="status">${t('loading')}</p>`}`}
  </details>`;
}
