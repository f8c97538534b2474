'use strict';

import { html, useEffect, useState } from './preact-htm.js';
import { call, send } from './api.js';
import { CaptionTexts, ClipChoices, corrected, flipped } from './corrections.js';
import { Icon } from './icons.js';
import { Problem } from './parts.js';
import { number, t, when } from './words.js';

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
  const flip = (index) => setRejected((before) => flipped(before, index));
  const corrections = corrected(review.captions, texts);
  const decide = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const body = {};
    if (rejected.size) body.reject_clips = [...rejected];
    if (corrections.length) body.captions = corrections;
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
        <${ClipChoices} job=${job} marked=${rejected} flip=${flip} clips=${review.clips.map((clip) => ({ ...clip, facts: [number(clip.duration_seconds, 1) + ' s', clip.width + '×' + clip.height, clip.author, clip.licence] }))} />` : null}
      ${review.captions.length && review.of.includes('captions') ? html`<h3>${t('captions')}</h3>
        <${CaptionTexts} captions=${review.captions} texts=${texts} set=${setTexts} />` : null}
      <${Problem} error=${error} />
      <button class="main" disabled=${busy}><${Icon} name="check" />${rejected.size ? t('review.swap', { n: rejected.size }) : t('review.approve')}</button>
    </form></section>`;
}
