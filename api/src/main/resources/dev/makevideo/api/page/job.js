'use strict';

import { html, useEffect, useRef, useState } from './preact-htm.js';
import { call, isOver, watch } from './api.js';
import { Icon } from './icons.js';
import { Bar, Problem, Status, Twice, stateOf } from './parts.js';
import { Player } from './player.js';
import { Origin, Rerender } from './rerender.js';
import { Review } from './review.js';
import { Clips, Stages } from './stages.js';
import { localTimes, size, span, t, when } from './words.js';

/** What can be done with it now: what the API links. */
function Deeds({ job, tell, fail }) {
  const [busy, setBusy] = useState(false);
  const act = async (method, path) => {
    setBusy(true);
    fail(null);
    try {
      const answer = await call(path, { method });
      if (method === 'DELETE') location.hash = '';
      else tell(answer, path);
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  const button = (name, icon, className) => job.links[name] && html`<button type="button" class=${className} disabled=${busy} onClick=${() => act('POST', job.links[name])}><${Icon} name=${icon} />${t('do.' + name)}</button>`;
  return html`<div class="deeds">
    ${button('pause', 'pause', 'plain')}
    ${button('resume', 'play', 'main')}
    ${job.links.cancel ? html`<${Twice} icon="cross" label=${t('do.cancel')} ask=${t('do.cancel.sure')} act=${() => act('POST', job.links.cancel)} />` : null}
    ${button('retry', 'again', 'main')}
    ${isOver(job) ? html`<${Twice} icon="bin" label=${t('do.delete')} ask=${t('do.delete.sure')} act=${() => act('DELETE', job.links.self)} />` : null}
  </div>`;
}

/** Why it failed and what to do about it. */
function Failure({ job }) {
  const [diagnosis, setDiagnosis] = useState(null);
  useEffect(() => {
    let ended = false;
    call(job.links.self + '/diagnosis').then((found) => { if (!ended) setDiagnosis(found); }, () => { /* the failure itself says why */ });
    return () => { ended = true; };
  }, [job.id, job.run]);
  const findings = diagnosis?.findings ?? [];
  return html`<section class="card bad" role="alert"><h2>${t('job.failed')}</h2>
    <p lang="en"><strong>${job.failure.title}.</strong> ${job.failure.detail}</p>
    ${findings.length ? html`<h3>${t('job.advice')}</h3><ul lang="en">${findings.map((each) => html`<li key=${each.cause}>${each.advice}</li>`)}</ul>` : null}
  </section>`;
}

function Downloads({ job }) {
  const links = [
    ['file', '.mp4', t('get.video') + (job.result ? ' (' + size(job.result.video.bytes) + ')' : ''), 'main button'],
    ['subtitles_srt', '.srt', t('get.srt')], ['subtitles_vtt', '.vtt', t('get.vtt')],
    ['credits', '.txt', t('get.credits')], ['manifest', '.json', t('get.manifest')],
  ];
  return html`<p class="downloads">${links.filter(([name]) => job.links[name]).map(([name, end, label, look]) => html`
    <a key=${name} class=${look ?? 'plain button'} href=${job.links[name]} download=${job.id + end}><${Icon} name="down" />${label}</a>`)}</p>`;
}

/** How far it is, in a line. */
function Progress({ job }) {
  const facts = [job.percent + ' %'];
  if (job.eta_seconds && !isOver(job)) facts.push(t('job.left', { span: job.eta_seconds < 60 ? job.eta_seconds + ' s' : Math.ceil(job.eta_seconds / 60) + ' min' }));
  if (job.approved_count || job.rejected_count) facts.push(t('job.fit', { good: job.approved_count, bad: job.rejected_count }));
  const at = job.stages.find((stage) => stage.state === 'running' || stage.state === 'waiting');
  return html`<section class="card">
    <${Bar} value=${job.percent} label=${t('job.progress')} quiet=${stateOf(job) !== 'running'} />
    <p class="facts">${facts.join(' · ')}</p>
    <p class="hidden" role="status">${at ? t('stage.' + at.stage) : t('status.' + stateOf(job))}</p>
    ${job.waits.map((wait) => html`<p class="waits" key=${wait.service}><${Icon} name="clock" />${t('job.waits', { service: wait.service, time: new Date(wait.retry_at).toLocaleTimeString() })} <span lang="en">${localTimes(wait.reason)}</span></p>`)}
    ${job.source === 'record' ? html`<p class="waits"><${Icon} name="warn" />${t('job.record')}</p>` : null}
    ${stateOf(job) === 'paused' ? html`<p class="waits"><${Icon} name="pause" />${t('job.paused', { time: when(job.paused_since) })}</p>` : null}
  </section>`;
}

function Facts({ job }) {
  const rows = [
    [t('fact.id'), html`<code>${job.id}</code>`],
    [t('fact.begun'), when(job.created_at)],
    job.completed_at && [t('fact.took'), span(Date.parse(job.completed_at) - Date.parse(job.created_at))],
    job.result && [t('fact.length'), span(job.result.duration_seconds * 1000)],
    job.result && [t('fact.clips'), String(job.result.clips_used)],
    job.expires_at && [t('fact.kept'), when(job.expires_at)],
    job.run && [t('fact.run'), String(job.run)],
    job.correlation_id && [t('fact.correlation'), html`<code>${job.correlation_id}</code>`],
    job.links.web_ui && [t('fact.temporal'), html`<a href=${job.links.web_ui} rel="noreferrer">${t('fact.open')}</a>`],
  ].filter(Boolean);
  return html`<details class="card"><summary>${t('facts')}</summary><dl>
    ${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>`;
}

/** One job, live. */
export function Job({ id }) {
  const [job, setJob] = useState(null);
  const [error, setError] = useState(null);
  const [round, setRound] = useState(0);

  useEffect(() => watch(id, (now) => { setJob(now); setError(null); }, setError), [id, round]);
  useEffect(() => {
    document.title = job ? (isOver(job) ? '' : job.percent + ' % · ') + (job.query?.split('\n')[0] || t('untitled')) : 'make-video';
    return () => { document.title = 'make-video'; };
  }, [job?.percent, job?.status]);

  const over = job !== null && isOver(job);
  // A job that was closed and runs again has a stream again.
  const tell = (now) => { setJob(now); if (over) setRound((before) => before + 1); };
  // The heading stays the same one, for it may have the focus.
  return html`<a class="back" href="#"><${Icon} name="back" />${t('nav.jobs')}</a>
    <div class="title"><div><h1 tabindex="-1">${job ? job.query?.split('\n').join(', ') || t('untitled') : t('job.one')}</h1>
      ${job ? html`<p class="meta"><${Status} job=${job} /><span>${when(job.created_at)}</span></p>` : null}</div>
      ${job ? html`<${Deeds} job=${job} tell=${tell} fail=${setError} />` : null}</div>
    <${Problem} error=${error} />
    ${job ? html`<${Whole} job=${job} over=${over} tell=${tell} />` : null}
    ${job || error ? null : html`<p class="quiet" role="status">${t('loading')}</p>`}`;
}

function Whole({ job, over, tell }) {
  const video = useRef();
  return html`
    <${Origin} job=${job} />
    ${job.failure ? html`<${Failure} job=${job} />` : null}
    ${job.links.review ? html`<${Review} job=${job} tell=${tell} />` : null}
    ${job.links.file ? html`<${Player} job=${job} video=${video} /><${Downloads} job=${job} />` : null}
    ${job.links.rerender ? html`<${Rerender} job=${job} video=${video} />` : null}
    ${over ? null : html`<${Progress} job=${job} />`}
    ${job.warnings.length ? html`<section class="card"><h2>${t('warnings')}</h2><ul lang="en">${job.warnings.map((each) => html`<li key=${each}>${each}</li>`)}</ul></section>` : null}
    <div class="columns"><${Stages} job=${job} /><${Clips} job=${job} /></div>
    <${Facts} job=${job} />`;
}
