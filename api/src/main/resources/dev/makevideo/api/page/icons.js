'use strict';

import { html } from './preact-htm.js';

const PATHS = {
  play: 'M8 5.5v13l10.5-6.5z',
  plus: 'M12 5v14M5 12h14',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  pause: 'M9 6v12M15 6v12',
  again: 'M19 8a8 8 0 1 0 1 6M19 3.5V8.5h-5',
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7',
  down: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  search: 'M16.5 16.5L21 21M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0z',
  mic: 'M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 0 0-7 0v5A3.5 3.5 0 0 0 12 15zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  stop: 'M7.5 7.5h9v9h-9z',
  wave: 'M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3',
  film: 'M4 6h16v12H4zM8 6v12M16 6v12M4 10h4M4 14h4M16 10h4M16 14h4',
  talk: 'M4.5 5.5h15v10.5h-8L7 20v-4H4.5z',
  warn: 'M12 4.5l8.5 15h-17zM12 10.5v4M12 17v.4',
  clock: 'M12 7v5l3.5 2M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0z',
  dot: 'M12 12h.01',
  skip: 'M7 12h10',
};

/** A drawing that says nothing that the words beside it do not say. */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}

const SHAPES = { '9:16': [18, 32], '16:9': [40, 22.5], '1:1': [28, 28], '4:5': [25.6, 32] };

/** A frame of a video's shape. */
export function Shape({ ratio }) {
  const [width, height] = SHAPES[ratio];
  return html`<svg class="picture" viewBox="0 0 48 40" aria-hidden="true" focusable="false">
    <rect class="frame" x=${24 - width / 2} y=${20 - height / 2} width=${width} height=${height} rx="3" />
    <path class="hill" d=${`M${24 - width / 2 + 2} ${20 + height / 2 - 2} L${24 - width / 6} ${20 + height / 8} L${24} ${20 + height / 4} L${24 + width / 6} ${20} L${24 + width / 2 - 2} ${20 + height / 2 - 2}z`} />
  </svg>`;
}

const LINES = {
  bold: html`<rect class="ink" x="13" y="24" width="22" height="4.5" rx="1.5" /><rect class="ink" x="17" y="30" width="14" height="4.5" rx="1.5" />`,
  headline: html`<rect class="ink" x="11" y="15" width="26" height="6" rx="1.5" /><rect class="mark" x="14" y="23" width="20" height="6" rx="1.5" />`,
  plain: html`<rect class="ink" x="15" y="29" width="18" height="2" rx="1" /><rect class="ink" x="18" y="32.5" width="12" height="2" rx="1" />`,
  files: html`<rect class="ink" x="39" y="12" width="8" height="1.5" /><rect class="ink" x="39" y="16" width="6" height="1.5" /><rect class="ink" x="39" y="20" width="8" height="1.5" /><rect class="ink" x="39" y="24" width="5" height="1.5" />`,
  none: null,
};

/** Where and how large captions stand. */
export function Captions({ style }) {
  return html`<svg class="picture" viewBox="0 0 48 40" aria-hidden="true" focusable="false">
    <rect class="frame" x=${style === 'files' ? 4 : 8} y="2" width="32" height="36" rx="3" />${LINES[style]}
  </svg>`;
}
