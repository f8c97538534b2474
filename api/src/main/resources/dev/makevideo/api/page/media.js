'use strict';

import { html, useEffect, useRef, useState } from './preact-htm.js';
import { unique } from './api.js';
import { Icon } from './icons.js';
import { Bar, Problem, Text } from './parts.js';
import { canRecord, record } from './record.js';
import { forget, upload } from './upload.js';
import { clock, number, size, t } from './words.js';

/** A place where files are dropped or chosen. */
function Drop({ icon, title, hint, accept, multiple, name, take, small }) {
  const [over, setOver] = useState(false);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length) take([...event.dataTransfer.files]);
  };
  return html`<label class=${'drop' + (over ? ' over' : '') + (small ? ' small' : '')}
      onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <${Icon} name=${icon} /><strong>${title}</strong>${hint ? html`<small>${hint}</small>` : null}
    <input type="file" name=${name} accept=${accept} multiple=${multiple}
      onChange=${(event) => { take([...event.target.files]); event.target.value = ''; }} /></label>`;
}

/** A file and its upload, which begins at once: {key, name, size, picture, address, part, broken, id, answer, error}. */
export function useUploads() {
  const [items, setItems] = useState([]);
  const stops = useRef(new Map());
  const change = (key, news) => setItems((before) => before.map((item) => (item.key === key ? { ...item, ...news } : item)));
  const start = async (item) => {
    const stop = new AbortController();
    stops.current.set(item.key, stop);
    try {
      const answer = await upload(item.file, item.purpose, item.name, (part) => change(item.key, { part }), (broken) => change(item.key, { broken }), stop.signal);
      change(item.key, { id: answer.id, answer, part: 1, broken: false });
    } catch (error) {
      if (!stop.signal.aborted) change(item.key, { error, broken: false });
    }
  };
  const add = (files, purpose) => {
    const fresh = files.map((file) => ({
      key: unique(), file, name: file.name, size: file.size, part: 0, picture: file.type.startsWith('image/'),
      address: URL.createObjectURL(file), purpose: purpose ?? (file.type.startsWith('image/') ? 'picture' : 'clip'),
    }));
    setItems((before) => [...before, ...fresh]);
    fresh.forEach(start);
  };
  const remove = (item) => {
    stops.current.get(item.key)?.abort();
    if (item.id) forget(item.id);
    URL.revokeObjectURL(item.address);
    setItems((before) => before.filter((other) => other.key !== item.key));
  };
  const again = (item) => {
    change(item.key, { error: null, part: 0 });
    start(item);
  };
  // Who goes elsewhere wants no more of it, but what is there may belong to a job by now.
  useEffect(() => () => stops.current.forEach((stop) => stop.abort()), []);
  return { items, add, remove, again };
}

function Sending({ item, again }) {
  if (item.error) return html`<${Problem} error=${item.error} /><button type="button" class="plain" onClick=${() => again(item)}>${t('upload.again')}</button>`;
  if (item.id) return null;
  return html`<${Bar} value=${Math.round(100 * item.part)} label=${t('upload.of', { name: item.name })} quiet=${item.broken} />
    <small role="status">${item.broken ? t('upload.broken') : null}</small>`;
}

/** By the microphone, with the time that it has taken so far. */
function Recorder({ done, fail }) {
  const [stop, setStop] = useState(null);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!stop) return undefined;
    const begun = Date.now();
    const timer = setInterval(() => setSeconds((Date.now() - begun) / 1000), 250);
    return () => clearInterval(timer);
  }, [stop]);
  const begin = async () => {
    fail(null);
    try {
      const end = await record();
      setSeconds(0);
      setStop(() => end);
    } catch (error) {
      fail(new Error(t('record.refused', { why: error.message })));
    }
  };
  const end = async () => {
    setStop(null);
    try {
      done(await stop());
    } catch (error) {
      fail(error);
    }
  };
  if (!stop) return html`<button type="button" class="plain tall" onClick=${begin}><${Icon} name="mic" />${t('record.begin')}</button>`;
  return html`<button type="button" class="danger tall" onClick=${end}><${Icon} name="stop" />${t('record.end')} <span class="at" role="timer">${clock(seconds)}</span></button>`;
}

const SOUNDS = 'audio/*,video/mp4,.m4a,.ogg,.opus,.mp3,.wav';

/** One sound that was given: its file, how far it is, and to be heard. */
function Sound({ item, label, uploads }) {
  return html`<div class="file"><${Icon} name=${item.id ? 'check' : 'wave'} /><span class="name">${item.name}</span>
      <span class="quiet">${size(item.size)}${item.answer?.duration_seconds ? ' · ' + number(item.answer.duration_seconds, 1) + ' s' : ''}</span>
      <button type="button" class="quiet" onClick=${() => uploads.remove(item)}><${Icon} name="cross" /><span class="hidden">${t('upload.remove', { name: item.name })}</span></button></div>
    <${Sending} item=${item} again=${uploads.again} />
    <audio controls src=${item.address} aria-label=${label} />
    ${(item.answer?.warnings ?? []).map((warning) => html`<p class="waits" lang="en" key=${warning}><${Icon} name="warn" />${warning}</p>`)}`;
}

/** What is played under the voice. One, or none. */
export function Music({ uploads, volume, set }) {
  return html`<section class="card"><h2>${t('new.music')}</h2><${Song} uploads=${uploads} volume=${volume} set=${set} /></section>`;
}

function Song({ uploads, volume, set }) {
  const item = uploads.items[0];
  if (!item) return html`<${Drop} icon="wave" title=${t('new.music.drop')} hint=${t('new.music.hint')} accept=${SOUNDS} name="music" take=${(files) => uploads.add(files.slice(0, 1), 'music')} />`;
  return html`<${Sound} item=${item} label=${t('new.music')} uploads=${uploads} /><${Volume} value=${volume} set=${set} />`;
}

function Volume({ value, set }) {
  return html`<${Text} label=${t('new.music.volume')} hint=${t('new.music.volume.hint')} value=${value} set=${set} type="number" min="-40" max="-3" />`;
}

/** Music of a finished video: kept as it is or at another level, taken away, or another in its place. */
export function EarlierMusic({ was, kept, keep, uploads, volume, set }) {
  if (!was) return html`<${Song} uploads=${uploads} volume=${volume} set=${set} />`;
  const name = was.name || t('new.music');
  if (kept) {
    return html`<div class="file"><${Icon} name="wave" /><span class="name">${name}</span>
      <button type="button" class="quiet" onClick=${() => keep(false)}><${Icon} name="cross" /><span class="hidden">${t('upload.remove', { name })}</span></button></div>
      <${Volume} value=${volume} set=${set} />`;
  }
  const back = () => {
    uploads.items.forEach(uploads.remove);
    keep(true);
  };
  return html`<${Song} uploads=${uploads} volume=${volume} set=${set} />
    <p class="back"><button type="button" class="plain" onClick=${back}><${Icon} name="wave" />${t('rerender.keep', { name })}</button></p>`;
}

/** The narration: dropped, chosen or recorded. One. */
export function Narration({ uploads }) {
  const [error, setError] = useState(null);
  const item = uploads.items[0];
  const take = (files) => {
    setError(null);
    uploads.items.forEach(uploads.remove);
    uploads.add(files.slice(0, 1), 'narration');
  };
  const name = html`<h2 id="narration">${t('new.narration')}</h2>`;
  if (!item) {
    return html`<section class="card">${name}<div class="give">
      <${Drop} icon="wave" title=${t('new.narration.drop')} hint=${t('new.narration.hint')} accept=${SOUNDS} name="narration" take=${take} />
      ${canRecord() ? html`<${Recorder} done=${(file) => take([file])} fail=${setError} />` : null}</div>
      <${Problem} error=${error} /></section>`;
  }
  return html`<section class="card">${name}<${Sound} item=${item} label=${t('new.narration')} uploads=${uploads} /></section>`;
}

/** Clips and pictures of one's own, in the order in which they are tried. */
export function OwnClips({ uploads }) {
  return html`<section class="card"><h2>${t('new.clips')}</h2>
    ${uploads.items.length ? html`<ul class="own">${uploads.items.map((item) => html`<li key=${item.key}>
      <span class="poster">${item.picture ? html`<img src=${item.address} alt="" />` : html`<video src=${item.address + '#t=0.5'} muted playsinline preload="metadata" tabindex="-1" aria-hidden="true" />`}
        ${item.id ? html`<${Icon} name="check" />` : null}</span>
      <span class="name">${item.name}</span><${Sending} item=${item} again=${uploads.again} />
      <button type="button" class="quiet" onClick=${() => uploads.remove(item)}><${Icon} name="cross" /><span class="hidden">${t('upload.remove', { name: item.name })}</span></button></li>`)}</ul>` : null}
    <${Drop} icon="film" title=${t(uploads.items.length ? 'new.clips.more' : 'new.clips.drop')} hint=${uploads.items.length ? null : t('new.clips.hint')} accept="video/*,image/*" multiple name="clips" small=${uploads.items.length > 0} take=${(files) => uploads.add(files)} />
  </section>`;
}
