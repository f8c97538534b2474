'use strict';

const byId = (id) => document.getElementById(id);
let shown = null;
let timer = null;
let nextPage = null;
let older = false;

// ---- requests

/** The answer's JSON; throws an Error with a sentence for people. */
async function call(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error('The service cannot be reached.');
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.status === 401) signedIn({ key_needed: true });
  if (!answer.ok) {
    const error = new Error((body.field ? body.field + ': ' : '') + (body.detail || 'HTTP ' + answer.status));
    error.status = answer.status;
    throw error;
  }
  return body;
}

function text(tag, content, className) {
  const element = document.createElement(tag);
  element.textContent = content;
  if (className) element.className = className;
  return element;
}

// ---- a new job

byId('create').addEventListener('submit', async (event) => {
  event.preventDefault();
  const message = byId('create-message');
  const form = new FormData();
  for (const [name, value] of new FormData(event.target)) {
    if (value instanceof File || value.trim() !== '') form.append(name, value);
  }
  message.className = '';
  if (form.get('audio').size > 52428800) {
    message.className = 'error';
    message.textContent = 'The narration is larger than 50 MB.';
    return;
  }
  byId('send').disabled = true;
  message.textContent = 'Uploading…';
  try {
    const job = await call('/v1/videos', { method: 'POST', body: form });
    message.textContent = 'Accepted.';
    show(job.id);
    list();
  } catch (error) {
    message.className = 'error';
    message.textContent = error.message;
  } finally {
    byId('send').disabled = false;
  }
});

// ---- one job

function show(id) {
  shown = id;
  clearTimeout(timer);
  byId('job').hidden = false;
  byId('job').scrollIntoView({ block: 'start' });
  byId('job-id').textContent = id;
  byId('job-query').textContent = '';
  byId('job-line').textContent = 'Loading…';
  byId('job-error').hidden = true;
  byId('job-waits').hidden = true;
  byId('stages').replaceChildren();
  byId('job-links').replaceChildren();
  byId('rejected').hidden = true;
  byId('clips').hidden = true;
  byId('warnings').hidden = true;
  stopPlayer();
  history.replaceState(null, '', '#' + id);
  poll(id);
}

async function poll(id) {
  let again = 1500;
  try {
    const job = await call('/v1/videos/' + encodeURIComponent(id));
    if (shown !== id) return;
    byId('job-error').hidden = true;
    draw(job);
    if (['completed', 'failed', 'cancelled'].includes(job.status)) { list(); return; }
  } catch (error) {
    if (shown !== id) return;
    problem(error.message);
    if (error.status === 404 || error.status === 401) return;
    again = 5000;
  }
  timer = setTimeout(() => poll(id), again);
}

function problem(message) {
  byId('job-error').hidden = false;
  byId('job-error').textContent = message;
}

function draw(job) {
  byId('job-query').textContent = job.query || 'Video';
  const parts = [job.percent + ' %'];
  if (job.eta_seconds) parts.push('about ' + (job.eta_seconds < 60 ? job.eta_seconds + ' s' : Math.ceil(job.eta_seconds / 60) + ' min') + ' left');
  if (job.completed_at) parts.push('took ' + span(Date.parse(job.completed_at) - Date.parse(job.created_at)));
  if (job.approved_count || job.rejected_count) parts.push(job.approved_count + ' clips fit, ' + job.rejected_count + ' rejected');
  if (job.source === 'record') parts.push('no worker answers; this is what was last written down');
  byId('job-line').replaceChildren(text('span', job.status, 'state ' + job.status), ' ' + parts.join(' · '));
  byId('job-bar').value = job.percent;
  const over = Boolean(job.completed_at);
  byId('stages').replaceChildren(...job.stages.flatMap((stage) => stageRows(stage, over)));
  byId('job-waits').hidden = job.waits.length === 0;
  byId('job-waits').textContent = job.waits.map((wait) => 'waits for ' + wait.service + ' until ' +
    new Date(wait.retry_at).toLocaleTimeString() + ': ' + wait.reason).join(' · ');
  if (job.failure) problem(job.failure.title + ': ' + job.failure.detail);
  links(job);
  const warnings = job.warnings;
  byId('warnings').hidden = warnings.length === 0;
  byId('warnings').replaceChildren(...warnings.map((warning) => text('li', warning)));
  const good = job.clips.filter((clip) => clip.state !== 'rejected');
  byId('clips').hidden = good.length === 0;
  byId('clips-list').replaceChildren(...good.map((clip) => text('li', clip.name + ': ' + clip.state + ', ' +
    (clip.bytes / 1e6).toFixed(1) + ' MB')));
  byId('rejected').hidden = job.rejected.length === 0;
  byId('rejected-list').replaceChildren(...job.rejected.map((clip) => text('li', clip.name + ': ' + clip.message +
    (clip.confidence === undefined ? '' : ' (' + Math.round(100 * clip.confidence) + ' % sure)'))));
}

/** A stage's row, and one below it where there is more to say. A job that is over has nothing pending. */
function stageRows(stage, over) {
  const row = document.createElement('tr');
  const time = stage.started_at && stage.ended_at ? span(Date.parse(stage.ended_at) - Date.parse(stage.started_at)) : '';
  row.append(
    text('td', stage.stage.replaceAll('_', ' ')),
    text('td', over && stage.state === 'pending' ? 'not reached' : stage.state, 'state ' + stage.state),
    text('td', stage.total ? stage.done + ' of ' + stage.total : ''),
    text('td', time));
  const notes = [localTimes(stage.note)];
  if (stage.attempts > 1) notes.push('attempt ' + stage.attempts);
  if (stage.last_failure) notes.push(stage.last_failure);
  const note = notes.filter(Boolean).join(' · ');
  if (!note) return [row];
  const below = document.createElement('tr');
  const cell = text('td', note, 'quiet');
  cell.colSpan = 4;
  below.append(cell);
  return [row, below];
}

/** Notes name times in UTC, for logs and Temporal; here they are the reader's. */
function localTimes(note) {
  return note.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => new Date(time).toLocaleTimeString());
}

/** Such as 0.4 s, 21 s, 3 m 05 s. */
function span(millis) {
  const seconds = millis / 1000;
  if (seconds < 10) return seconds.toFixed(1) + ' s';
  if (seconds < 60) return Math.round(seconds) + ' s';
  const whole = Math.round(seconds);
  return Math.floor(whole / 60) + ' m ' + String(whole % 60).padStart(2, '0') + ' s';
}

function links(job) {
  const all = [];
  if (job.links.file) {
    const size = job.result ? ' (' + (job.result.video.bytes / 1e6).toFixed(1) + ' MB)' : '';
    all.push(download('Download the video' + size, job.links.file, job.id + '.mp4', 'button'));
    if (job.links.subtitles_srt) all.push(download('Subtitles (SRT)', job.links.subtitles_srt, job.id + '.srt'));
    if (job.links.subtitles_vtt) all.push(download('Subtitles (VTT)', job.links.subtitles_vtt, job.id + '.vtt'));
    if (job.links.report) all.push(download('Report', job.links.report, job.id + '.json'));
    play(job.links.file);
  }
  if (job.links.web_ui) {
    const link = text('a', 'In Temporal');
    link.href = job.links.web_ui;
    all.push(link);
  }
  if (job.links.cancel) all.push(cancelButton(job.id));
  byId('job-links').replaceChildren(...all);
}

function play(path) {
  const player = byId('player');
  if (player.getAttribute('src') === path) return;
  player.src = path;
  player.hidden = false;
}

function stopPlayer() {
  const player = byId('player');
  player.hidden = true;
  if (!player.hasAttribute('src')) return;
  player.removeAttribute('src');
  player.load();
}

function download(label, path, name, className) {
  const link = text('a', label, className);
  link.href = path;
  link.download = name;
  return link;
}

function cancelButton(id) {
  const button = text('button', 'Cancel', 'plain');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await call('/v1/videos/' + id + '/cancel', { method: 'POST' });
    } catch (error) {
      problem(error.message);
    }
  });
  return button;
}

// ---- all jobs

async function list(token) {
  const message = byId('jobs-message');
  try {
    const page = await call('/v1/videos?limit=20' + (token ? '&page_token=' + encodeURIComponent(token) : ''));
    const rows = page.jobs.map((job) => {
      const row = document.createElement('li');
      const open = text('button', job.query || job.id, 'link');
      open.addEventListener('click', () => show(job.id));
      row.append(
        text('span', job.status, 'state ' + job.status), open,
        text('span', new Date(job.created_at).toLocaleString(), 'quiet'), text('code', job.id, 'quiet'));
      return row;
    });
    older = Boolean(token);
    if (token) byId('jobs').append(...rows); else byId('jobs').replaceChildren(...rows);
    nextPage = page.next_page_token;
    byId('more').hidden = !nextPage;
    message.className = '';
    message.textContent = byId('jobs').children.length ? '' : 'There are no jobs yet.';
  } catch (error) {
    byId('more').hidden = true;
    message.className = 'error';
    message.textContent = error.message;
  }
}

byId('more').addEventListener('click', () => list(nextPage));

// ---- who asks: the key is exchanged for a cookie that no script can read, and kept nowhere

function signedIn(session) {
  byId('key-box').hidden = Boolean(session.tenant) || !session.key_needed;
  byId('signed-in').hidden = !session.tenant;
  byId('tenant').textContent = session.tenant || '';
}

byId('key-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const message = byId('key-message');
  const field = byId('key');
  const body = JSON.stringify({ key: field.value });
  field.value = '';
  message.textContent = '';
  try {
    signedIn(await call('/v1/session', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }));
    list();
    if (shown) show(shown);
  } catch (error) {
    message.textContent = error.message;
  }
});

byId('sign-out').addEventListener('click', async () => {
  try {
    await call('/v1/session', { method: 'DELETE' });
    location.reload();
  } catch (error) {
    byId('jobs-message').textContent = error.message;
  }
});

call('/v1/session').then(signedIn).catch(() => { /* the list below says what is wrong */ });
list();
// Jobs of others appear too; not while older ones are looked at.
setInterval(() => { if (!older && !document.hidden) list(); }, 10000);
window.addEventListener('hashchange', () => {
  const id = location.hash.slice(1);
  if (id !== shown && /^mv-[a-z0-9-]+$/.test(id)) show(id);
});
if (/^#mv-[a-z0-9-]+$/.test(location.hash)) show(location.hash.slice(1));
