'use strict';

import { html } from './preact-htm.js';
import { Captions, Shape } from './icons.js';
import { Pictures, Select, Text, Tick } from './parts.js';
import { language, t } from './words.js';

/** What a new video has if nothing is chosen. */
export const startChoices = () => ({
  query: '', script: '', shots: '', clips_folder: '', clips_urls: '', sources: '', language: language,
  aspect_ratio: '9:16', subtitles: 'bold', quality: 'standard', crop_position: 'center', approve: 'none',
  max_shorts: '50', check_text: true, keep_script: false, share_alike: false,
});

/** Its order, with what differs from the service's own defaults only. */
export function orderOf(choices, audio, clips) {
  const usual = { ...startChoices(), language: 'en' };
  const order = { audio };
  if (clips.length) order.clips = clips;
  for (const [name, value] of Object.entries(choices)) {
    const trimmed = typeof value === 'string' ? value.trim() : value;
    if (trimmed !== usual[name] && trimmed !== '') order[name] = name === 'max_shorts' ? Number(trimmed) : trimmed;
  }
  return order;
}

export function Look({ choices, set }) {
  return html`<section class="card"><h2>${t('new.look')}</h2>
    <${Pictures} legend=${t('new.shape')} name="aspect_ratio" values=${['9:16', '16:9', '1:1', '4:5']} value=${choices.aspect_ratio} set=${set('aspect_ratio')}
      draw=${(ratio) => html`<${Shape} ratio=${ratio} />`} label=${(ratio) => ratio} />
    <${Pictures} legend=${t('captions')} name="subtitles" values=${['bold', 'headline', 'plain', 'files', 'none']} value=${choices.subtitles} set=${set('subtitles')}
      draw=${(style) => html`<${Captions} style=${style} />`} label=${(style) => t('style.' + style)} />
  </section>`;
}

export function More({ choices, set }) {
  const text = (name, rest) => html`<${Text} label=${t('more.' + name)} hint=${t('more.' + name + '.hint')} value=${choices[name]} set=${set(name)} ...${rest} />`;
  return html`<details class="card more"><summary>${t('more')}</summary>
    ${text('script', { lines: 4 })}
    ${text('shots', { lines: 3, placeholder: t('more.shots.example') })}
    <div class="grid">
      <${Select} label=${t('more.quality')} values=${['standard', 'draft']} value=${choices.quality} set=${set('quality')} words="quality." />
      <${Select} label=${t('more.crop_position')} values=${['center', 'top', 'bottom', 'left', 'right']} value=${choices.crop_position} set=${set('crop_position')} words="crop." />
      <${Select} label=${t('more.approve')} values=${['none', 'clips', 'captions', 'both']} value=${choices.approve} set=${set('approve')} words="approve." />
      <${Text} label=${t('more.language')} value=${choices.language} set=${set('language')} maxlength="35" />
      <${Text} label=${t('more.max_shorts')} value=${choices.max_shorts} set=${set('max_shorts')} type="number" min="1" max="500" />
      <${Text} label=${t('more.sources')} value=${choices.sources} set=${set('sources')} placeholder="default" maxlength="200" />
    </div>
    <${Tick} label=${t('more.check_text')} value=${choices.check_text} set=${set('check_text')} />
    <${Tick} label=${t('more.keep_script')} value=${choices.keep_script} set=${set('keep_script')} />
    <${Tick} label=${t('more.share_alike')} value=${choices.share_alike} set=${set('share_alike')} />
    ${text('clips_folder', { placeholder: '/path/to/clips' })}
    ${text('clips_urls', { lines: 2 })}
  </details>`;
}
