'use strict';

import { html, useEffect, useRef, useState } from './preact-htm.js';
import { Icon } from './icons.js';
import { t, tOr } from './words.js';

const ICONS = { queued: 'clock', running: 'play', waiting: 'clock', paused: 'pause', completed: 'check', failed: 'warn', cancelled: 'cross' };

/** What a job is at, for people: a paused one is not just running. */
export function stateOf(job) {
  if (job.status === 'running' && job.paused_since) return 'paused';
  if (job.status === 'running' && job.waiting_for) return 'waiting';
  return job.status;
}

export function Status({ job }) {
  const state = stateOf(job);
  return html`<span class=${'pill ' + state}><${Icon} name=${ICONS[state] ?? 'dot'} />${t('status.' + state)}</span>`;
}

/** What a refusal says; what the API said is in its own language. */
export function Problem({ error }) {
  if (!error) return null;
  const own = error.status === 0 || !error.message;
  return html`<p class="problem" role="alert"><${Icon} name="warn" /><span lang=${own ? undefined : 'en'}>${own ? t('unreachable') : error.message}</span></p>`;
}

export function Bar({ value, label, quiet }) {
  return html`<progress class=${quiet ? 'quiet' : ''} max="100" value=${value} aria-label=${label}>${value} %</progress>`;
}

/** A button that is asked twice. */
export function Twice({ icon, label, ask, act }) {
  const [asked, setAsked] = useState(false);
  const sure = useRef();
  useEffect(() => { if (asked) sure.current.focus(); }, [asked]);
  if (!asked) return html`<button type="button" class="plain" onClick=${() => setAsked(true)}><${Icon} name=${icon} />${label}</button>`;
  return html`<span class="twice" role="group" aria-label=${ask}>
    <button type="button" class="danger" ref=${sure} onClick=${() => { setAsked(false); act(); }}>${ask}</button>
    <button type="button" class="plain" onClick=${() => setAsked(false)}>${t('no')}</button>
  </span>`;
}

/** A video's first picture, drawn once it comes into sight; nothing where there is none. */
export function Poster({ src }) {
  const box = useRef();
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const eyes = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    }, { rootMargin: '100px' });
    eyes.observe(box.current);
    return () => eyes.disconnect();
  }, []);
  return html`<span class="poster" ref=${box} aria-hidden="true">
    ${src && seen ? html`<video src=${src + '#t=0.8'} muted playsinline preload="metadata" tabindex="-1" />` : html`<${Icon} name="film" />`}
  </span>`;
}

/** A clip's small picture. Where there is none it is asked for again once the clip has come further. */
export function Thumb({ job, index, state }) {
  const [missing, setMissing] = useState('');
  const path = job.links.self + '/clips/' + index + '/picture' + (job.run ? '?run=' + job.run : '');
  const now = path + ' ' + state;
  return html`<span class="poster">${state === 'downloaded' || missing === now ? html`<${Icon} name="film" />`
    : html`<img src=${path} alt="" loading="lazy" decoding="async" onError=${() => setMissing(now)} />`}</span>`;
}

/** A choice of few, each with a picture. */
export function Pictures({ legend, name, values, value, set, draw, label }) {
  return html`<fieldset class="pictures"><legend>${legend}</legend><div>
    ${values.map((each) => html`<label key=${each}>
      <input type="radio" name=${name} value=${each} checked=${each === value} onChange=${() => set(each)} />
      <span>${draw(each)}<span>${label(each)}</span></span></label>`)}
  </div></fieldset>`;
}

export function Select({ label, hint, values, value, set, words }) {
  return html`<label class="field"><span>${label}</span>
    <select value=${value} onChange=${(event) => set(event.target.value)}>
      ${values.map((each) => html`<option value=${each} key=${each}>${words ? tOr(words + each, each) : each}</option>`)}
    </select>${hint ? html`<small>${hint}</small>` : null}</label>`;
}

export function Text({ label, hint, value, set, lines, ...rest }) {
  const changed = (event) => set(event.target.value);
  return html`<label class="field"><span>${label}</span>
    ${lines ? html`<textarea rows=${lines} value=${value} onInput=${changed} ...${rest}></textarea>` : html`<input value=${value} onInput=${changed} ...${rest} />`}
    ${hint ? html`<small>${hint}</small>` : null}</label>`;
}

export function Tick({ label, value, set }) {
  return html`<label class="tick"><input type="checkbox" checked=${value} onChange=${(event) => set(event.target.checked)} /><span>${label}</span></label>`;
}
