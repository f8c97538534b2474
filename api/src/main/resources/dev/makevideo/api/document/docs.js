'use strict';
// Shows /openapi.json: groups, operations, parameters, bodies, answers. Asks nobody else.
const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
const DEEPEST = 6;

function element(name, text, ...inside) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...inside);
  return made;
}

function classed(name, text, kind) {
  const made = element(name, text);
  made.className = kind;
  return made;
}

function resolver(api) {
  return (thing) => {
    let at = thing || {};
    for (let i = 0; at.$ref && i < 10; i++) {
      const { $ref, ...more } = at;
      const named = $ref.slice(2).split('/').reduce((in_, part) => in_[part], api);
      at = { ...named, ...more, title: named.title || $ref.split('/').pop() };
    }
    return at;
  };
}

/** A schema in one line: its type and its bounds. */
function brief(schema) {
  const said = [];
  if ('const' in schema) said.push(JSON.stringify(schema.const));
  else if (schema.enum) said.push(schema.enum.join(' | '));
  else if (schema.oneOf || schema.anyOf) said.push('one of several');
  else said.push([].concat(schema.type || 'anything').join(' or '));
  if (schema.format) said.push(schema.format);
  for (const [key, word] of [['minimum', '≥'], ['maximum', '≤'], ['minLength', 'length ≥'], ['maxLength', 'length ≤'],
    ['minItems', 'entries ≥'], ['maxItems', 'entries ≤'], ['pattern', 'matches'], ['default', 'default']]) {
    if (key in schema) said.push(`${word} ${schema[key]}`);
  }
  return said.join(', ');
}

/** A schema with what is in it. */
function shape(resolve, given, depth) {
  const schema = resolve(given);
  const list = element('ul');
  if (depth > DEEPEST) return list;
  const required = schema.required || [];
  for (const [name, property] of Object.entries(schema.properties || {})) {
    const one = resolve(property);
    const line = element('li', '', element('code', name), ` ${brief(one)}${required.includes(name) ? ', required' : ''}`);
    if (one.description) line.append(element('div', one.description));
    line.append(...inner(resolve, one, depth + 1));
    list.append(line);
  }
  for (const choice of schema.oneOf || schema.anyOf || []) {
    const one = resolve(choice);
    list.append(element('li', '', `${one.title ? `${one.title}: ` : ''}${brief(one)}`, ...inner(resolve, one, depth + 1)));
  }
  if (schema.items) {
    const one = resolve(schema.items);
    list.append(element('li', '', `each: ${brief(one)}`, ...inner(resolve, one, depth + 1)));
  }
  return list;
}

function inner(resolve, schema, depth) {
  const list = shape(resolve, schema, depth);
  return list.children.length ? [list] : [];
}

function contents(resolve, content) {
  return Object.entries(content || {}).flatMap(([type, media]) => {
    const schema = resolve(media.schema);
    const parts = [element('p', '', element('code', type), ` ${schema.title || ''}`), ...inner(resolve, schema, 0)];
    for (const example of Object.values(media.examples || {})) {
      parts.push(element('pre', JSON.stringify(resolve(example).value, null, 2)));
    }
    return parts;
  });
}

function table(heads, rows) {
  const head = element('tr', '', ...heads.map((text) => element('th', text)));
  return element('table', '', element('thead', '', head), element('tbody', '', ...rows));
}

function operation(resolve, path, method, shared, said) {
  const title = element('summary', '', classed('span', method.toUpperCase(), 'method'),
    classed('span', path, 'path'), element('span', said.summary));
  const box = element('details', '', title);
  box.dataset.words = `${method} ${path} ${said.summary} ${said.description || ''}`.toLowerCase();
  box.addEventListener('toggle', () => {
    if (box.open && box.children.length === 1) box.append(...body(resolve, shared, said));
  });
  return box;
}

function body(resolve, shared, said) {
  const parts = [];
  if (said.description) parts.push(element('p', said.description));
  const parameters = [...shared, ...(said.parameters || [])].map(resolve);
  if (parameters.length) {
    parts.push(element('h3', 'Parameters'), table(['Name', 'In', 'What'], parameters.map((one) => element('tr', '',
      element('td', '', element('code', one.name), one.required ? ' required' : ''), element('td', one.in),
      element('td', '', brief(resolve(one.schema)), element('div', one.description))))));
  }
  const asked = resolve(said.requestBody);
  if (asked.content) {
    parts.push(element('h3', `Body${asked.required ? ', required' : ''}`), ...contents(resolve, asked.content));
  }
  parts.push(element('h3', 'Answers'), table(['Status', 'What'], Object.entries(said.responses).map(([status, given]) => {
    const answer = resolve(given);
    const headers = Object.keys(answer.headers || {});
    return element('tr', '', element('td', status), element('td', '', answer.description,
      headers.length ? element('div', `Headers: ${headers.join(', ')}`) : '', ...contents(resolve, answer.content)));
  })));
  return parts;
}

function show(api) {
  const resolve = resolver(api);
  document.getElementById('title').textContent = `${api.info.title} ${api.info.version}: the API`;
  document.getElementById('about').textContent = api.info.description;
  const groups = new Map(api.tags.map((tag) => [tag.name, []]));
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      groups.get(item[method].tags[0]).push(operation(resolve, path, method, item.parameters || [], item[method]));
    }
  }
  const main = document.getElementById('operations');
  main.replaceChildren();
  for (const [name, all] of groups) {
    const heading = element('h2', name);
    heading.id = name;
    main.append(element('section', '', heading, ...all));
    const link = element('a', name);
    link.href = `#${name}`;
    document.getElementById('tags').append(link);
  }
  document.getElementById('filter').addEventListener('input', (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const box of main.querySelectorAll('section > details')) box.hidden = !box.dataset.words.includes(wanted);
    for (const part of main.children) part.hidden = !part.querySelector(':scope > details:not([hidden])');
  });
}

fetch('/openapi.json')
  .then((answer) => answer.json())
  .then(show)
  .catch(() => {
    document.getElementById('operations').textContent = 'The description cannot be read; see /openapi.yaml.';
  });
