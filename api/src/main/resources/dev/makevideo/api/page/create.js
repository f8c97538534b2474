'use strict';

import { html, useRef, useState } from './preact-htm.js';
import { send, unique } from './api.js';
import { Look, More, orderOf, startChoices } from './choices.js';
import { Icon } from './icons.js';
import { Music, Narration, OwnClips, useUploads } from './media.js';
import { Problem, Text } from './parts.js';
import { span, t } from './words.js';

/** What would become of it. */
function Plan({ plan }) {
  if (!plan) return null;
  const refusals = plan.refusals.map((each) => each.detail);
  return html`<section class=${'card ' + (plan.would_start ? 'ask' : 'bad')} role="status"><h2>${t(plan.would_start ? 'plan.good' : 'plan.bad')}</h2>
    <p>${t('plan.line', { length: span(1000 * plan.request.narration_seconds), least: plan.clips.least, most: plan.clips.examined_at_most, time: span(1000 * plan.timeouts.deadline_seconds) })}</p>
    <ul>${plan.sources.map((source) => html`<li key=${source.name}>${source.name}: ${source.ready ? t('plan.ready') : t('plan.needs', { what: source.needs ?? '' })}</li>`)}</ul>
    ${[...refusals, ...plan.warnings].map((each) => html`<p class="waits" lang="en" key=${each}><${Icon} name="warn" />${each}</p>`)}
  </section>`;
}

/** A new video on one screen; files are on their way while the rest is typed. */
export function Create() {
  const narration = useUploads();
  const clips = useUploads();
  const music = useUploads();
  const [choices, setChoices] = useState(startChoices);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [plan, setPlan] = useState(null);
  const attempt = useRef({ body: '', key: '' });
  const set = (name) => (value) => setChoices((before) => ({ ...before, [name]: value }));

  const all = [...narration.items, ...clips.items, ...music.items];
  const sending = all.filter((item) => !item.id && !item.error).length;
  // Music that was refused is no silent wish for none.
  const ready = narration.items[0]?.id && !sending && !music.items.some((item) => item.error);

  const order = async (dry) => {
    setBusy(true);
    setError(null);
    setPlan(null);
    const body = orderOf(choices, narration.items[0].id, clips.items.filter((item) => item.id).map((item) => item.id), music.items[0]?.id);
    // The same order sent twice, such as after a broken answer, is one job.
    const written = JSON.stringify(body);
    if (attempt.current.body !== written) attempt.current = { body: written, key: 'page-' + unique() };
    try {
      if (dry) {
        setPlan(await send('POST', '/v1/videos?dryRun=true', body));
      } else {
        location.hash = (await send('POST', '/v1/videos', body, { 'Idempotency-Key': attempt.current.key })).id;
      }
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const hint = !narration.items.length ? t('new.needs') : sending ? t('new.sending', { n: sending }) : '';
  return html`
    <div class="title"><h1 tabindex="-1">${t('nav.new')}</h1></div>
    <form class="new" onSubmit=${(event) => { event.preventDefault(); if (ready) order(false); }}>
      <div><${Narration} uploads=${narration} />
        <section class="card"><h2>${t('new.shows')}</h2>
          <${Text} label=${t('new.query')} hint=${t('new.query.hint')} lines=${2} value=${choices.query} set=${set('query')} placeholder=${t('new.query.example')} /></section>
        <${OwnClips} uploads=${clips} />
        <${Music} uploads=${music} volume=${choices.music_volume} set=${set('music_volume')} /></div>
      <div><${Look} choices=${choices} set=${set} />
      <${More} choices=${choices} set=${set} />
      <${Plan} plan=${plan} />
      <${Problem} error=${error} />
      <div class="send"><button class="main" disabled=${!ready || busy} aria-describedby="hint"><${Icon} name="play" />${t('new.make')}</button>
        <button type="button" class="plain" disabled=${!ready || busy} onClick=${() => order(true)}>${t('new.check')}</button>
        <span id="hint" class="quiet" role="status">${hint}</span></div></div>
    </form>`;
}
