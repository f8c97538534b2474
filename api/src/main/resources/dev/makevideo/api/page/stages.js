'use strict';

import { html, useEffect, useState } from './preact-htm.js';
import { call, isOver } from './api.js';
import { Icon } from './icons.js';
import { Bar, Thumb } from './parts.js';
import { localTimes, number, size, span, t, tOr } from './words.js';

const ICONS = { pending: 'dot', running: 'play', waiting: 'clock', completed: 'check', skipped: 'skip', failed: 'cross' };

function Stage({ stage, over }) {
  const state = over && stage.state === 'pending' ? 'unreached' : stage.state;
  const time = stage.started_at && stage.ended_at ? span(Date.parse(stage.ended_at) - Date.parse(stage.started_at)) : '';
  const count = stage.total > 1 ? t('stage.count', { done: stage.done, total: stage.total }) : '';
  const notes = [localTimes(stage.note), stage.attempts > 1 ? t('stage.attempt', { n: stage.attempts }) : '', stage.last_failure].filter(Boolean);
  return html`<li class=${'stage ' + state}>
    <${Icon} name=${ICONS[stage.state] ?? 'dot'} />
    <div><p><strong>${tOr('stage.' + stage.stage, stage.stage)}</strong> <span class="hidden">${tOr('state.' + state, state)}</span>
      <span class="quiet">${[count, time].filter(Boolean).join(' · ')}</span></p>
      ${stage.state === 'running' && stage.total > 1 ? html`<${Bar} value=${Math.round(100 * stage.done / stage.total)} label=${tOr('stage.' + stage.stage, stage.stage)} />` : null}
      ${notes.length ? html`<p class="note" lang="en">${notes.join(' · ')}</p>` : null}</div>
  </li>`;
}

/** What is done, under way and to come. */
export function Stages({ job }) {
  const list = html`<ol class="stages">${job.stages.map((stage) => html`<${Stage} key=${stage.stage} stage=${stage} over=${isOver(job)} />`)}</ol>`;
  return html`<section class="card"><h2>${t('stages')}</h2>${list}</section>`;
}

/** The clips of a finished video, each once, by its manifest: whose they are, and when they are shown. One's own have no credit. */
export const usedOf = (manifest) => (manifest?.clips ?? []).map((clip) => ({
  index: clip.index,
  name: clip.name,
  title: clip.credit?.title,
  page: clip.credit?.page,
  by: [clip.credit?.author, clip.credit?.licence?.name].filter(Boolean).join(', '),
  at: clip.shown.map((use) => use.at),
}));

/** The candidates as they come, and why some are not used. */
export function Clips({ job }) {
  const [used, setUsed] = useState([]);
  useEffect(() => {
    let ended = false;
    if (job.links.manifest) call(job.links.manifest).then((manifest) => { if (!ended) setUsed(usedOf(manifest)); }, () => { /* the list is an extra */ });
    return () => { ended = true; };
  }, [job.links.manifest]);
  const good = job.clips.filter((clip) => clip.state !== 'rejected');
  const rejected = job.rejected;
  if (!good.length && !rejected.length && !used.length) return isOver(job) ? null : html`<section class="card"><h2>${t('clips')}</h2><p class="quiet">${t('clips.soon')}</p></section>`;
  return html`<section class="card"><h2>${t('clips')}</h2>
    ${good.length ? html`<ul class="clips">${good.map((clip) => html`<li key=${clip.index} class=${clip.state}><${Thumb} job=${job} index=${clip.index} state=${clip.state} />
      <div class="line"><${Icon} name=${clip.state === 'approved' ? 'check' : 'clock'} /><span class="name">${clip.name}</span>
      <span class="quiet">${t('clip.' + clip.state)} · ${size(clip.bytes)}</span></div></li>`)}</ul>` : null}
    ${used.length ? html`<ul class="clips">${used.map((clip) => html`<li key=${clip.index} class="approved"><${Thumb} job=${job} index=${clip.index} state="used" />
      <div class="line"><${Icon} name="check" /><span class="name">${clip.page && /^https?:/.test(clip.page) ? html`<a href=${clip.page} rel="noreferrer">${clip.title || clip.name}</a>` : clip.title || clip.name}</span>
      <span class="quiet">${clip.by}</span></div></li>`)}</ul>` : null}
    ${rejected.length ? html`<h3>${t('clips.rejected')}</h3><ul class="clips">${rejected.map((clip) => html`<li key=${clip.index} class="rejected"><${Thumb} job=${job} index=${clip.index} state="rejected" />
      <div class="line"><${Icon} name="cross" /><span class="name">${clip.name}</span>
      <span class="quiet">${tOr('why.' + clip.reason, clip.reason)}${clip.confidence === undefined ? '' : ' · ' + t('clips.sure', { n: number(100 * clip.confidence) })}</span>
      ${clip.message ? html`<span class="note" lang="en">${clip.message}</span>` : null}</div></li>`)}</ul>` : null}
  </section>`;
}
