'use strict';

import { html, useEffect, useRef, useState } from './preact-htm.js';
import { call } from './api.js';
import { Icon } from './icons.js';
import { Bar, Poster, Problem, Status, stateOf } from './parts.js';
import { span, t, when } from './words.js';

const STATES = ['', 'running', 'completed', 'failed', 'cancelled'];
const LIVE_MILLIS = 2500;
const IDLE_MILLIS = 10000;
const TYPED_MILLIS = 300;

const pathOf = (state, words, token) => '/v1/videos?' + new URLSearchParams({
  limit: '20', ...(state ? { status: state } : {}), ...(words.trim() ? { q: words.trim() } : {}), ...(token ? { page_token: token } : {}),
});

function Row({ job }) {
  const took = job.completed_at ? span(Date.parse(job.completed_at) - Date.parse(job.created_at)) : '';
  const live = ['queued', 'running'].includes(job.status);
  return html`<li><a href=${'#' + job.id}>
    <${Poster} src=${job.status === 'completed' ? job.link + '/file' : null} />
    <span class="about">
      <strong>${job.query ? job.query.split('\n').join(', ') : t('untitled')}</strong>
      <span class="meta"><${Status} job=${job} /><span>${when(job.created_at)}</span>
        ${took ? html`<span class="wide">${t('job.took', { span: took })}</span>` : null}</span>
      ${live && job.percent !== undefined ? html`<span class="live"><${Bar} value=${job.percent} label=${t('job.progress')} quiet=${stateOf(job) !== 'running'} /><span>${job.percent} %</span></span>` : null}
    </span></a></li>`;
}

/** All jobs, the newest first; what runs is shown as it goes. */
export function Jobs() {
  const [state, setState] = useState('');
  const [typed, setTyped] = useState('');
  const [words, setWords] = useState('');
  const [jobs, setJobs] = useState(null);
  const [next, setNext] = useState(null);
  const [error, setError] = useState(null);
  const older = useRef(false);

  useEffect(() => {
    const timer = setTimeout(() => setWords(typed), TYPED_MILLIS);
    return () => clearTimeout(timer);
  }, [typed]);

  useEffect(() => {
    let ended = false;
    let timer;
    older.current = false;
    const look = async () => {
      let wait = IDLE_MILLIS;
      // Not while older ones are looked at, nor while nobody looks.
      if (!older.current && !document.hidden) {
        try {
          const page = await call(pathOf(state, words));
          if (ended || older.current) return;
          setJobs(page.jobs);
          setNext(page.next_page_token);
          setError(null);
          if (page.jobs.some((job) => job.status === 'running' || job.status === 'queued')) wait = LIVE_MILLIS;
        } catch (refused) {
          if (ended) return;
          setError(refused);
          if (refused.status === 401) return;
        }
      }
      if (!ended) timer = setTimeout(look, wait);
    };
    look();
    return () => { ended = true; clearTimeout(timer); };
  }, [state, words]);

  const more = async () => {
    older.current = true;
    try {
      const page = await call(pathOf(state, words, next));
      setJobs((before) => [...before, ...page.jobs]);
      setNext(page.next_page_token);
    } catch (refused) {
      setError(refused);
    }
  };
  const filtered = state !== '' || words.trim() !== '';
  return html`
    <div class="title"><h1 tabindex="-1">${t('jobs.title')}</h1><a class="main button" href="#new"><${Icon} name="plus" />${t('nav.new')}</a></div>
    <div class="tools">
      <label class="search"><span class="hidden">${t('jobs.search')}</span><${Icon} name="search" />
        <input type="search" placeholder=${t('jobs.search')} maxlength="100" value=${typed} onInput=${(event) => setTyped(event.target.value)} /></label>
      <div class="segments" role="group" aria-label=${t('jobs.filter')}>
        ${STATES.map((each) => html`<button type="button" key=${each} aria-pressed=${String(each === state)} onClick=${() => setState(each)}>${t(each ? 'status.' + each : 'jobs.all')}</button>`)}
      </div>
    </div>
    <${Problem} error=${error} />
    <p class="hidden" role="status">${jobs ? t('jobs.count', { n: jobs.length }) : t('loading')}</p>
    ${jobs || error ? null : html`<ul class="jobs card loading" aria-hidden="true">${[1, 2, 3].map((row) => html`<li key=${row}><span><span class="poster" /><span class="about"><span class="bone" /><span class="bone short" /></span></span></li>`)}</ul>`}
    ${jobs && jobs.length ? html`<ul class="jobs card">${jobs.map((job) => html`<${Row} key=${job.id} job=${job} />`)}</ul>` : null}
    ${jobs && !jobs.length ? html`<div class="empty card"><${Icon} name="film" />
      <p>${t(filtered ? 'jobs.nonefit' : 'jobs.none')}</p>
      ${filtered ? null : html`<a class="main button" href="#new">${t('jobs.first')}</a>`}</div>` : null}
    ${next ? html`<p class="center"><button type="button" class="plain" onClick=${more}>${t('jobs.older')}</button></p>` : null}`;
}
