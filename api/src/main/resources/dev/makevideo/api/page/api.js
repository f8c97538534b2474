'use strict';

// The service's own routes. Nothing is asked of anybody else, and no key is kept here: the session's cookie is enough.

const signOutListeners = new Set();

/** Calls back when an answer says that a key is needed. */
export function onKeyNeeded(listener) {
  signOutListeners.add(listener);
  return () => signOutListeners.delete(listener);
}

/** What went wrong, in the API's own words: message, and status, code, field if it said so. */
export class Refusal extends Error {
  constructor(message, status, body) {
    super(message);
    this.status = status;
    this.code = body?.code;
    this.field = body?.field;
    this.correlation = body?.correlation_id;
  }
}

/** From a problem's body; the status is told where there is none. */
export function refusal(status, body) {
  const detail = body?.detail || 'HTTP ' + status;
  const limit = body?.limit && !detail.includes(body.limit) ? ' (' + body.limit + ')' : '';
  return new Refusal((body?.field ? body.field + ': ' : '') + detail + limit, status, body);
}

const ASKED_AGAIN = 3;
const LONGEST_WAIT_SECONDS = 10;

/** How long to wait before a question is asked again, in seconds; null: it is answered, or no use to ask again. */
function waitOf(answer) {
  if (!answer) return 1;
  if (answer.status !== 503 && answer.status !== 429) return null;
  const asked = Number(answer.headers.get('Retry-After') ?? 1);
  return asked <= LONGEST_WAIT_SECONDS ? asked : null;
}

/**
 * The answer's JSON; throws a Refusal. Without an answer at all, its status is 0. What changes nothing is asked a few
 * times more where the service is busy or away for a moment.
 */
export async function call(path, options) {
  let answer;
  for (let again = options?.method ? 0 : ASKED_AGAIN; ; again--) {
    answer = await fetch(path, options).catch(() => null);
    const seconds = again > 0 ? waitOf(answer) : null;
    if (seconds === null) break;
    await new Promise((done) => setTimeout(done, seconds * 1000));
  }
  if (!answer) throw new Refusal('', 0);
  const body = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (answer.status === 401) signOutListeners.forEach((listener) => listener());
  if (!answer.ok) throw refusal(answer.status, body);
  return body;
}

/** As call, with a body of JSON. */
export function send(method, path, body, headers) {
  return call(path, {
    method,
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** A name that nobody else has; also where the page came over plain HTTP. */
export function unique() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const isOver = (job) => ['completed', 'failed', 'cancelled'].includes(job.status);

const AGAIN_MILLIS = 3000;

/**
 * Tells a job as it is, again whenever something changed, until it is over: by the stream of its events, and where
 * that breaks or there is none, by asking. Returns what ends it.
 */
export function watch(id, tell, fail) {
  const path = '/v1/videos/' + encodeURIComponent(id);
  let ended = false;
  let timer;
  let stream;
  const show = (job) => {
    if (ended) return;
    tell(job);
    if (isOver(job)) {
      stream?.close();
      clearTimeout(timer);
    }
  };
  const ask = async () => {
    try {
      const job = await call(path);
      show(job);
      if (!ended && !isOver(job)) timer = setTimeout(open, AGAIN_MILLIS);
    } catch (error) {
      if (ended) return;
      fail(error);
      if (error.status !== 404 && error.status !== 401) timer = setTimeout(ask, AGAIN_MILLIS);
    }
  };
  const open = () => {
    if (ended) return;
    stream = new EventSource(path + '/events');
    stream.addEventListener('progress', (event) => show(JSON.parse(event.data)));
    stream.onerror = () => {
      stream.close();
      if (!ended) timer = setTimeout(ask, 300);
    };
  };
  call(path).then((job) => { show(job); if (!isOver(job)) open(); }, (error) => {
    if (ended) return;
    fail(error);
    if (error.status !== 404 && error.status !== 401) timer = setTimeout(ask, AGAIN_MILLIS);
  });
  return () => {
    ended = true;
    stream?.close();
    clearTimeout(timer);
  };
}
