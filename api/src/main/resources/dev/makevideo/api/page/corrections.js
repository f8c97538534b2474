'use strict';

import { html } from './preact-htm.js';
import { Icon } from './icons.js';
import { Thumb } from './parts.js';
import { clock, t } from './words.js';

/** The captions whose text was changed, as the API takes them. */
export const corrected = (captions, texts) => captions
  .filter(({ index, text }) => texts[index] !== undefined && texts[index].trim() !== '' && texts[index].trim() !== text)
  .map(({ index }) => ({ index, text: texts[index].trim() }));

/** A set with one more or one less in it. */
export function flipped(before, one) {
  const after = new Set(before);
  if (!after.delete(one)) after.add(one);
  return after;
}

/** Captions to be corrected in place; with `seek`, each leads to its moment of the video. */
export function CaptionTexts({ captions, texts, set, seek }) {
  return html`<ol class="correct">${captions.map((caption) => html`<li key=${caption.index}>
    ${seek ? html`<button type="button" class="quiet at" aria-label=${t('rerender.play', { at: clock(caption.start), n: caption.index })} onClick=${() => seek(caption, true)}>${clock(caption.start)}</button>` : null}
    <label>${seek ? null : html`<span class="at">${clock(caption.start)}</span>`}
      <input value=${texts[caption.index] ?? caption.text} maxlength="200" aria-label=${t('review.caption', { n: caption.index })}
        onFocus=${seek ? () => seek(caption, false) : undefined} onInput=${(event) => set({ ...texts, [caption.index]: event.target.value })} /></label></li>`)}</ol>`;
}

/** Clips, each of which may be marked to be replaced. */
export function ClipChoices({ job, clips, marked, flip }) {
  return html`<ul class="clips review">${clips.map((clip) => html`<li key=${clip.index} class=${marked.has(clip.index) ? 'rejected' : 'approved'}><${Thumb} job=${job} index=${clip.index} state="approved" />
    <div class="line"><${Icon} name=${marked.has(clip.index) ? 'cross' : 'check'} />
    <span class="name">${clip.page && /^https?:/.test(clip.page) ? html`<a href=${clip.page} rel="noreferrer">${clip.title || clip.name}</a>` : clip.title || clip.name}</span>
    <span class="quiet">${clip.facts.filter(Boolean).join(' · ')}</span>
    <label class="tick"><input type="checkbox" checked=${marked.has(clip.index)} onChange=${() => flip(clip.index)} /><span>${t('review.replace')}<span class="hidden"> ${clip.name}</span></span></label></div></li>`)}</ul>`;
}
