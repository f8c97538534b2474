'use strict';

import { html, useEffect, useRef, useState } from './preact-htm.js';
import { call, send, unique } from './api.js';
import { Icon } from './icons.js';
import { Problem } from './parts.js';
import { language, number, t, tOr, when } from './words.js';

const path = (id) => '/v1/conversations/' + encodeURIComponent(id);

/** Conversations that are under way, and how to begin one. */
function Begin() {
  const [open, setOpen] = useState([]);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let ended = false;
    call('/v1/conversations?limit=10').then((page) => { if (!ended) setOpen(page.conversations); }, (refused) => { if (!ended) setError(refused); });
    return () => { ended = true; };
  }, []);
  const begin = async () => {
    setBusy(true);
    setError(null);
    try {
      location.hash = (await send('POST', '/v1/conversations', { language }, { 'Idempotency-Key': 'page-' + unique() })).id;
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return html`<div class="title"><h1 tabindex="-1">${t('nav.talk')}</h1></div>
    <section class="card"><p>${t('talk.hint')}</p>
      <button type="button" class="main" disabled=${busy} onClick=${begin}><${Icon} name="talk" />${t('talk.begin')}</button></section>
    <${Problem} error=${error} />
    ${open.length ? html`<h2>${t('talk.open')}</h2><ul class="jobs card">${open.map((each) => html`<li key=${each.id}><a href=${'#' + each.id}><span class="about">
      <strong>${each.query || t('talk.untitled')}</strong><span class="meta"><span>${t('talk.status.' + each.status)}</span><span>${when(each.updated_at)}</span></span></span></a></li>`)}</ul>` : null}`;
}

function Brief({ now }) {
  const rows = Object.entries(now.brief ?? {}).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && !value.length));
  const shown = (value) => (Array.isArray(value) ? value.map(shown).join(', ') : typeof value === 'object' ? Object.values(value).filter((part) => part !== true).map(shown).join(', ') : typeof value === 'number' ? number(value, value % 1 ? 1 : 0) : String(value));
  return html`<section class="card brief"><h2>${t('talk.brief')}</h2>
    ${rows.length ? html`<dl>${rows.map(([name, value]) => html`<div key=${name}><dt>${tOr('brief.' + name, name.replaceAll('_', ' '))}</dt><dd>${shown(value)}</dd></div>`)}</dl>` : html`<p class="quiet">${t('talk.nothing')}</p>`}
    ${now.missing?.length ? html`<h3>${t('talk.missing')}</h3><ul lang="en">${now.missing.map((each) => html`<li key=${each.field}>${each.detail || each.field}</li>`)}</ul>` : null}
  </section>`;
}

/** A conversation that gathers what a job needs. */
export function Talk({ id }) {
  const [now, setNow] = useState(null);
  const [said, setSaid] = useState([]);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const end = useRef();

  useEffect(() => {
    if (!id) return undefined;
    let ended = false;
    Promise.all([call(path(id)), call(path(id) + '/events')]).then(([found, events]) => {
      if (ended) return;
      setNow(found);
      setSaid(events.events.filter((event) => event.type === 'turn'));
    }, (refused) => { if (!ended) setError(refused); });
    return () => { ended = true; };
  }, [id]);
  useEffect(() => { end.current?.scrollIntoView({ block: 'nearest' }); }, [said.length]);
  if (!id) return html`<${Begin} />`;

  const turn = async (words, asked) => {
    setBusy(true);
    setError(null);
    try {
      const answer = await asked();
      setSaid((before) => [...before, { said: words, reply: answer.text, number: answer.turn }]);
      setNow((before) => ({ ...before, ...answer, turns: answer.turn }));
      setText('');
      if (answer.start) await start(answer.turn);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const start = async (turns) => {
    setError(null);
    try {
      location.hash = (await send('POST', path(id) + '/start', { turns })).job_id;
    } catch (refused) {
      setError(refused);
    }
  };
  const speak = (event) => {
    event.preventDefault();
    if (text.trim()) turn(text.trim(), () => send('POST', path(id) + '/turns', { turn_id: unique(), text: text.trim() }));
  };
  const hand = (event) => {
    const file = event.target.files[0];
    event.target.value = '';
    if (!file) return;
    const form = new FormData();
    form.append('audio', file);
    turn(file.name, () => call(path(id) + '/narration?turn_id=' + unique(), { method: 'POST', body: form }));
  };
  const open = now && ['gathering', 'ready'].includes(now.status);
  return html`<a class="back" href="#talk"><${Icon} name="back" />${t('nav.talk')}</a>
    <div class="title"><h1 tabindex="-1">${t('talk.one')}</h1></div>
    <div class="columns talk"><section class="card">
      <div role="log" aria-label=${t('talk.one')}><ol class="said">
        ${now && !said.length ? html`<li class="it">${now.question}</li>` : null}
        ${said.map((each) => html`<li class="me" key=${'m' + each.number}>${each.said || t('new.narration')}</li><li class="it" key=${'i' + each.number}>${each.reply}</li>`)}
        <li ref=${end} class="end" aria-hidden="true"></li>
      </ol></div>
      <${Problem} error=${error} />
      ${open ? html`<form class="speak" onSubmit=${speak}>
        <label class="field"><span class="hidden">${t('talk.say')}</span><textarea rows="2" maxlength="4000" placeholder=${t('talk.say')} value=${text}
          onInput=${(event) => setText(event.target.value)} onKeyDown=${(event) => { if (event.key === 'Enter' && !event.shiftKey) speak(event); }}></textarea></label>
        <div class="deeds"><button class="main" disabled=${busy || !text.trim()}>${t('talk.send')}</button>
          <label class="plain button"><${Icon} name="wave" />${t('talk.narration')}<input class="hidden" type="file" accept="audio/*,video/mp4,.m4a,.ogg" disabled=${busy} onChange=${hand} /></label>
          ${now.status === 'ready' ? html`<button type="button" class="main" disabled=${busy} onClick=${() => start(now.turns)}><${Icon} name="play" />${t('new.make')}</button>` : null}</div>
      </form>` : null}
      ${now?.job_id ? html`<p><a class="main button" href=${'#' + now.job_id}>${t('talk.job')}</a></p>` : null}
    </section>${now ? html`<${Brief} now=${now} />` : null}</div>`;
}
