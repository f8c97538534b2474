'use strict';

import { html, useEffect, useRef, useState } from './preact-htm.js';
import { clock, t } from './words.js';

const seconds = (stamp) => stamp.split(':').reduce((sum, part) => 60 * sum + Number(part.replace(',', '.')), 0);

/** The captions of a WebVTT file: start and end in seconds, and text. */
export function cuesOf(file) {
  return file.replaceAll('\r', '').split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => line.includes('-->'));
    if (at < 0) return [];
    const [start, end] = lines[at].split('-->').map((side) => seconds(side.trim().split(' ')[0]));
    const text = lines.slice(at + 1).join(' ').replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    return [{ start, end, text }];
  });
}

/** The finished video, which `video` refers to, beside its captions; each of them leads to its moment. */
export function Player({ job, video }) {
  const list = useRef();
  const [cues, setCues] = useState([]);
  const [now, setNow] = useState(-1);

  useEffect(() => {
    let ended = false;
    if (job.links.subtitles_vtt) {
      fetch(job.links.subtitles_vtt).then((answer) => (answer.ok ? answer.text() : '')).then((file) => { if (!ended) setCues(cuesOf(file)); }, () => { /* it plays without */ });
    }
    return () => { ended = true; };
  }, [job.links.subtitles_vtt]);

  const moved = () => {
    const time = video.current.currentTime;
    setNow(cues.findIndex((cue) => time >= cue.start && time < cue.end));
  };
  // The list goes along by itself; the page does not.
  useEffect(() => {
    const line = list.current?.children[now];
    if (line) list.current.scrollTop = line.offsetTop - list.current.clientHeight / 2 + line.clientHeight / 2;
  }, [now]);
  const seek = (cue) => {
    video.current.currentTime = cue.start + 0.01;
    video.current.play().catch(() => { /* the browser wants to be asked */ });
  };
  return html`<section class=${'player card' + (cues.length ? '' : ' alone')} aria-label=${t('player')}>
    <video ref=${video} src=${job.links.file} controls playsinline preload="metadata" onTimeUpdate=${moved}>
      ${job.links.subtitles_vtt ? html`<track kind="captions" src=${job.links.subtitles_vtt} label=${t('captions')} />` : null}
    </video>
    ${cues.length ? html`<div class="captions"><h2>${t('captions')}</h2><ol ref=${list}>
      ${cues.map((cue, index) => html`<li key=${index}><button type="button" aria-current=${index === now ? 'true' : undefined} onClick=${() => seek(cue)}>
        <span class="at">${clock(cue.start)}</span><span>${cue.text}</span></button></li>`)}</ol></div>` : null}
  </section>`;
}
