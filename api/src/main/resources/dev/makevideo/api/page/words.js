'use strict';

import en from './en.js';
import pt from './pt.js';

const dictionaries = { en, pt };
const COOKIE = 'make-video-language';

/** The language that was chosen, or the browser's if it is one of ours, or English. */
export let language = chosen();

function chosen() {
  const kept = document.cookie.split('; ').find((pair) => pair.startsWith(COOKIE + '='))?.split('=')[1];
  const wished = kept || (navigator.languages || [navigator.language]).map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag in dictionaries);
  return wished in dictionaries ? wished : 'en';
}

export function choose(tag) {
  language = tag;
  document.cookie = COOKIE + '=' + tag + '; max-age=31536000; path=/; samesite=strict';
  document.documentElement.lang = tag === 'pt' ? 'pt-BR' : tag;
}

/** The words of a key in the language; {names} in them are replaced by values. */
export function t(key, values) {
  const text = dictionaries[language][key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all) : text;
}

/** As t, with what else is said where the key is unknown, such as a stage of a newer service. */
export function tOr(key, other) {
  return dictionaries[language][key] ?? other;
}

/** Such as 0.4 s, 21 s, 3 min 05 s. */
export function span(millis) {
  const seconds = millis / 1000;
  if (seconds < 9.95) return number(Math.max(0, seconds), 1) + ' s';
  const whole = Math.round(seconds);
  if (whole < 60) return whole + ' s';
  if (whole < 3600) return Math.floor(whole / 60) + ' min ' + String(whole % 60).padStart(2, '0') + ' s';
  return Math.floor(whole / 3600) + ' h ' + String(Math.floor(whole / 60) % 60).padStart(2, '0') + ' min';
}

/** Such as 1:07. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  return Math.floor(whole / 60) + ':' + String(whole % 60).padStart(2, '0');
}

export function number(value, digits = 0) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function size(bytes) {
  if (bytes < 1e6) return number(bytes / 1e3) + ' kB';
  return number(bytes / 1e6, bytes < 1e8 ? 1 : 0) + ' MB';
}

/** The time alone if it was today. */
export function when(text) {
  const date = new Date(text);
  const today = date.toDateString() === new Date().toDateString();
  const parts = today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(language === 'pt' ? 'pt-BR' : undefined, parts).format(date);
}

/** Notes name times in UTC, for logs and Temporal; here they are the reader's. */
export function localTimes(note) {
  return note.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => new Date(time).toLocaleTimeString());
}
