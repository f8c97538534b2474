'use strict';

import { html } from './preact-htm.js';
import { Captions, Shape } from './icons.js';
import { Pictures, Select, Text, Tick } from './parts.js';
import { language, t } from './words.js';

/** What may be chosen, of the options that have a list; JobOptionDocumentsTest holds it to the service's. */
const OFFERED = {
  aspect_ratio: ['9:16', '16:9', '1:1', '4:5'],
  crop_position: ['center', 'top', 'bottom', 'left', 'right'],
  subtitles: ['bold', 'headline', 'plain', 'files', 'none'],
  quality: ['standard', 'draft'],
  approve: ['none', 'clips', 'captions', 'both'],
  priority: ['normal', 'high', 'low'],
  check_text: [true, false],
  keep_script: [false, true],
  share_alike: [false, true],
};

/** The service's defaults; none of them is sent. */
export const USUAL = {
  max_shorts: '50',
  aspect_ratio: '9:16',
  crop_position: 'center',
  subtitles: 'bold',
  language: 'en',
  quality: 'standard',
  check_text: true,
  keep_script: false,
  sources: 'default',
  share_alike: false,
  approve: 'none',
  priority: 'normal',
  music_volume: -18,
};

const NUMBERS = ['max_shorts', 'music_volume'];

/** What a new video has if nothing is chosen. */
export const startChoices = () => ({ query: '', script: '', shots: '', clips_folder: '', clips_urls: '', ...USUAL, language });

/** Its order, with what differs from the service's own defaults only. */
export function orderOf(choices, audio, clips, music) {
  const order = { audio };
  if (music) order.music = music;
  if (clips.length) order.clips = clips;
  for (const [name, value] of Object.entries(choices)) {
    const trimmed = typeof value === 'string' ? value.trim() : value;
    if (trimmed === String(USUAL[name]) || trimmed === USUAL[name] || trimmed === '') continue;
    // A level of no music would be refused.
    if (name !== 'music_volume' || music) order[name] = NUMBERS.includes(name) ? Number(trimmed) : trimmed;
  }
  return order;
}

export function Look({ choices, set }) {
  return html`<section class="card"><h2>${t('new.look')}</h2><${ShapeAndCaptions} choices=${choices} set=${set} /></section>`;
}

function ShapeAndCaptions({ choices, set }) {
  return html`
    <${Pictures} legend=${t('new.shape')} name="aspect_ratio" values=${OFFERED.aspect_ratio} value=${choices.aspect_ratio} set=${set('aspect_ratio')}
      draw=${(ratio) => html`<${Shape} ratio=${ratio} />`} label=${(ratio) => ratio} />
    <${Pictures} legend=${t('captions')} name="subtitles" values=${OFFERED.subtitles} value=${choices.subtitles} set=${set('subtitles')}
      draw=${(style) => html`<${Captions} style=${style} />`} label=${(style) => t('style.' + style)} />`;
}

const quality = (choices, set) => html`<${Select} label=${t('more.quality')} values=${OFFERED.quality} value=${choices.quality} set=${set('quality')} words="quality." />
  <${Select} label=${t('more.crop_position')} values=${OFFERED.crop_position} value=${choices.crop_position} set=${set('crop_position')} words="crop." />`;

/** All that may be other in a video that is made from a finished one. */
export function Looks({ choices, set }) {
  return html`<${ShapeAndCaptions} choices=${choices} set=${set} /><div class="grid">${quality(choices, set)}</div>`;
}

export function More({ choices, set }) {
  const text = (name, rest) => html`<${Text} label=${t('more.' + name)} hint=${t('more.' + name + '.hint')} value=${choices[name]} set=${set(name)} ...${rest} />`;
  return html`<details class="card more"><summary>${t('more')}</summary>
    ${text('script', { lines: 4 })}
    ${text('shots', { lines: 3, placeholder: t('more.shots.example') })}
    <div class="grid">
      ${quality(choices, set)}
      <${Select} label=${t('more.approve')} values=${OFFERED.approve} value=${choices.approve} set=${set('approve')} words="approve." />
      <${Select} label=${t('more.priority')} values=${OFFERED.priority} value=${choices.priority} set=${set('priority')} words="priority." />
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
