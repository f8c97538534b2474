'use strict';

import { call, refusal } from './api.js';

// Uploads by the tus protocol 1.0.0: what arrived before a break stays, and the rest is sent after it.

const VERSION = { 'Tus-Resumable': '1.0.0' };
const TRIES = 8;
const AT_ONCE = 2;
let running = 0;
const waiting = [];

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** One more may run; few at once, so that the page still answers. */
async function turn() {
  if (running >= AT_ONCE) await new Promise((resolve) => waiting.push(resolve));
  running++;
}

function next() {
  running--;
  waiting.shift()?.();
}

const pause = (millis, signal) => new Promise((resolve) => {
  const timer = setTimeout(go, millis);
  function go() {
    clearTimeout(timer);
    window.removeEventListener('online', go);
    signal.removeEventListener('abort', go);
    resolve();
  }
  window.addEventListener('online', go);
  signal.addEventListener('abort', go);
});

/** Sends the rest from an offset: resolves when it is there, rejects with a refusal; status 0 is a break. */
function patch(path, file, offset, tell, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PATCH', path);
    const headers = { ...VERSION, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => tell(offset + event.loaded);
    request.onload = () => {
      if (request.status === 204) {
        resolve();
        return;
      }
      let body = {};
      try {
        body = JSON.parse(request.responseText);
      } catch { /* the status says enough */ }
      const error = refusal(request.status, body);
      error.after = Number(request.getResponseHeader('Retry-After')) || 0;
      reject(error);
    };
    request.onerror = () => reject(refusal(0, {}));
    request.onabort = () => reject(refusal(0, {}));
    signal.addEventListener('abort', () => request.abort());
    request.send(file.slice(offset));
  });
}

async function offsetOf(path) {
  const answer = await fetch(path, { method: 'HEAD', headers: VERSION });
  if (!answer.ok) throw refusal(answer.status, {});
  return Number(answer.headers.get('Upload-Offset'));
}

const passing = (error) => [0, 408, 409, 423, 429, 503, 507].includes(error.status) || !('status' in error);

async function begin(file, purpose, name) {
  return call('/v1/uploads', {
    method: 'POST',
    headers: { ...VERSION, 'Upload-Length': String(file.size), 'Upload-Metadata': 'purpose ' + base64(purpose) + ',filename ' + base64(name.slice(-200)) },
  });
}

/**
 * Uploads a file and resolves to the upload as the API shows it.
 *
 * @param tell is called with how much of it is there, from 0 to 1
 * @param broken is called with true when the line broke, and with false when it goes on
 */
export async function upload(file, purpose, name, tell, broken, signal) {
  await turn();
  try {
    let path = null;
    let offset = 0;
    let tries = 0;
    while (!signal.aborted) {
      try {
        if (path === null) path = '/v1/uploads/' + (await begin(file, purpose, name)).id;
        else offset = await offsetOf(path);
        broken(false);
        if (offset < file.size) await patch(path, file, offset, (sent) => tell(sent / file.size), signal);
        tell(1);
        return await call(path);
      } catch (error) {
        if (signal.aborted || !passing(error) || ++tries > TRIES) throw error;
        broken(true);
        await pause(Math.max(1000 * (error.after ?? 0), 500 * 2 ** Math.min(tries, 5)), signal);
      }
    }
    throw refusal(0, {});
  } finally {
    next();
  }
}

/** Nobody wants it any more; what is not taken away now goes by itself. */
export function forget(id) {
  fetch('/v1/uploads/' + id, { method: 'DELETE', headers: VERSION }).catch(() => { /* it goes after a day */ });
}
