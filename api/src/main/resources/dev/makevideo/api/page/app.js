'use strict';

import { html, render, useEffect, useRef, useState } from './preact-htm.js';
import { call, onKeyNeeded, send } from './api.js';
import { Icon } from './icons.js';
import { Problem } from './parts.js';
import { choose, language, t } from './words.js';
import { Jobs } from './list.js';
import { Job } from './job.js';
import { Create } from './create.js';
import { Talk } from './talk.js';

const JOB = /^#(mv-[a-z0-9-]+)$/;
const CONVERSATION = /^#(cv-[a-z0-9-]+)$/;

/** What an address shows. */
function placeOf(hash) {
  if (JOB.test(hash)) return { view: 'job', id: hash.match(JOB)[1] };
  if (CONVERSATION.test(hash)) return { view: 'talk', id: hash.match(CONVERSATION)[1] };
  if (hash === '#new') return { view: 'new' };
  if (hash === '#talk') return { view: 'talk' };
  return { view: 'jobs' };
}

/** The key is exchanged for a cookie that no script can read, and kept nowhere. */
function SignIn({ done }) {
  const [error, setError] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    const field = event.target.elements.key;
    const key = field.value;
    field.value = '';
    setError(null);
    try {
      done(await send('POST', '/v1/session', { key }));
    } catch (refused) {
      setError(refused);
      field.focus();
    }
  };
  return html`<section class="card narrow">
    <h1 tabindex="-1">${t('signin.title')}</h1>
    <p class="quiet">${t('signin.hint')}</p>
    <form onSubmit=${submit}>
      <label class="field"><span>${t('signin.key')}</span>
        <input name="key" type="password" autocomplete="current-password" maxlength="2000" required /></label>
      <${Problem} error=${error} />
      <button class="main">${t('signin.do')}</button>
    </form></section>`;
}

function Header({ place, session, signOut, speak }) {
  const link = (view, hash, icon, words) => html`<a href=${hash} aria-current=${place.view === view ? 'page' : undefined}><${Icon} name=${icon} /><span>${words}</span></a>`;
  return html`<header class="top"><div>
    <a class="brand" href="#" aria-label="make-video"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" /><path d="M12 9.500v13l11-6.500z" /></svg><span>make-video</span></a>
    <nav aria-label=${t('nav')}>
      ${link('jobs', '#', 'film', t('nav.jobs'))}
      ${link('new', '#new', 'plus', t('nav.new'))}
      ${link('talk', '#talk', 'talk', t('nav.talk'))}
    </nav>
    <span class="side">
      ${session?.tenant ? html`<span class="who">${session.tenant}</span><button type="button" class="quiet" onClick=${signOut}>${t('signin.out')}</button>` : null}
      <button type="button" class="quiet" lang=${language === 'en' ? 'pt-BR' : 'en'} onClick=${() => speak(language === 'en' ? 'pt' : 'en')}>${language === 'en' ? 'Português' : 'English'}</button>
    </span></div></header>`;
}

function App() {
  const [place, setPlace] = useState(placeOf(location.hash));
  const [session, setSession] = useState(null);
  const [, setTongue] = useState(language);
  const [refused, setRefused] = useState(false);
  const [error, setError] = useState(null);
  const main = useRef();
  const first = useRef(true);

  useEffect(() => {
    const moved = () => { setPlace(placeOf(location.hash)); window.scrollTo(0, 0); };
    window.addEventListener('hashchange', moved);
    const off = onKeyNeeded(() => setRefused(true));
    call('/v1/session').then((now) => { setSession(now); setRefused(now.key_needed && !now.tenant); }, () => { /* the view says what is wrong */ });
    return () => { window.removeEventListener('hashchange', moved); off(); };
  }, []);

  // Who comes by keyboard or hears the page is told that it is another one now.
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current.querySelector('h1')?.focus();
  }, [place.view, place.id]);

  const signOut = async () => {
    try {
      await call('/v1/session', { method: 'DELETE' });
      location.reload();
    } catch (failed) {
      setError(failed);
    }
  };
  const speak = (tag) => { choose(tag); setTongue(tag); };
  const views = {
    jobs: () => html`<${Jobs} />`,
    job: () => html`<${Job} key=${place.id} id=${place.id} />`,
    new: () => html`<${Create} />`,
    talk: () => html`<${Talk} key=${place.id ?? ''} id=${place.id} />`,
  };
  return html`
    <a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); main.current.focus(); }}>${t('skip')}</a>
    <${Header} place=${place} session=${session} signOut=${signOut} speak=${speak} />
    <main id="main" ref=${main} tabindex="-1">
      <${Problem} error=${error} />
      ${refused ? html`<${SignIn} done=${(now) => { setSession(now); setRefused(false); }} />` : views[place.view]()}
    </main>`;
}

choose(language);
render(html`<${App} />`, document.getElementById('app'));
