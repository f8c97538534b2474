'use strict';

import { html, useEffect, useState } from './preact-htm.js';
import { call, send } from './api.js';
import { Icon } from './icons.js';
import { Problem } from './parts.js';
import { clock, number, t, when } from './words.js';

/** What waits for a person: clips to keep or to replace, captions to correct. */
export function Review({ job, tell }) {
  const [review, setReview] = useState(null);
  const [rejected, setRejected] = useState(new Set());
  const [texts, setTexts] = useState({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);

  useEffect(() => {
    let ended = false;
    call(job.links.review).then((found) => { if (!ended) { setReview(found); setRejected(new Set()); setTexts({}); } }, (refused) => { if (!ended) setError(refused); });
    return () => { ended = true; };
  }, [job.links.review, job.approval?.until, job.rejected_count]);

  if (!review) return html`<section class="card ask"><h2>${t('review.title')}</h2><${Problem} error=${error} /></section>`;
  const flip = (index) => setRejected((before) => {
    const after = new Set(before);
    if (!after.delete(index)) after.add(index);
    return after;
  });
  const corrections = review.captions.filter((caption) => texts[caption.index] !== undefined && texts[caption.index].trim() !== '' && texts[caption.index] !== caption.text);
  const decide = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const body = {};
    if (rejected.size) body.reject_clips = [...rejected];
    if (corrections.length) body.captions = corrections.map(({ index }) => ({ index, text: texts[index].trim() }));
    try {
      tell(await send('POST', job.links.approve, body));
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return html`<section class="card ask"><h2>${t('review.title')}</h2>
    <p>${t('review.hint', { time: when(review.until) })}</p>
    <form onSubmit=${decide}>
      ${review.clips.length && review.of.includes('clips') ? html`<h3>${t('clips')}</h3>
        <p class="quiet">${t('review.footage', { have: number(review.footage_seconds), need: number(review.narration_seconds) })}</p>
        <ul class="clips review">${review.clips.map((clip) => html`<li key=${clip.index} class=${rejected.has(clip.index) ? 'rejected' : 'approved'}>
          <${Icon} name=${rejected.has(clip.index) ? 'cross' : 'check'} />
          <span class="name">${clip.page && /^https?:/.test(clip.page) ? html`<a href=${clip.page} rel="noreferrer">${clip.title || clip.name}</a>` : clip.title || clip.name}</span>
          <span class="quiet">${number(clip.duration_seconds, 1)} s · ${clip.width}×${clip.height}${clip.author ? ' · ' + clip.author : ''}${clip.licence ? ' · ' + clip.licence : ''}</span>
          <label class="tick"><input type="checkbox" checked=${rejected.has(clip.index)} onChange=${() => flip(clip.index)} /><span>${t('review.replace')}<span class="hidden"> ${clip.name}</span></span></label></li>`)}</ul>` : null}
      ${review.captions.length && review.of.includes('captions') ? html`<h3>${t('captions')}</h3>
        <ol class="correct">${review.captions.map((caption) => html`<li key=${caption.index}><label><span class="at">${clock(caption.start)}</span>
          <input value=${texts[caption.index] ?? caption.text} maxlength="200" aria-label=${t('review.caption', { n: caption.index })} onInput=${(event) => setTexts({ ...texts, [caption.index]: event.target.value })} /></label></li>`)}</ol>` : null}
      <${Problem} error=${error} />
      <button class="main" disabled=${busy}><${Icon} name="check" />${rejected.size ? t('review.swap', { n: rejected.size }) : t('review.approve')}</button>
    </form></section>`;
}
