import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Each way in which a view is looked at. */
export const LOOKS = [
  { name: '', width: 1280, height: 860, colorScheme: 'light', locale: 'en-US' },
  { name: '-dark', width: 1280, height: 860, colorScheme: 'dark', locale: 'en-US' },
  { name: '-phone', width: 390, height: 844, colorScheme: 'light', locale: 'en-US' },
  { name: '-phone-dark-pt', width: 390, height: 844, colorScheme: 'dark', locale: 'pt-BR' },
  { name: '-pt', width: 1280, height: 860, colorScheme: 'light', locale: 'pt-BR' },
];

/** What of the console and the network is never right. */
export function listen(page, base, wrong) {
  page.on('pageerror', (error) => wrong.push('error: ' + error.message));
  page.on('console', (message) => {
    // What the service refuses stands in the console, too; the steps that ask for it look at the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) wrong.push('console: ' + message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith('blob:') && !url.startsWith('data:')) wrong.push('asked elsewhere: ' + url);
  });
}

/** What axe-core finds serious or critical, and what does not fit into the window. */
export async function judge(page, name, wrong) {
  // By the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const grave = found.violations.filter((each) => each.impact === 'serious' || each.impact === 'critical');
  for (const each of grave) wrong.push(`${name}: axe ${each.id} (${each.impact}): ${each.nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary.split('\n')[1]).join('; ').slice(0, 500)}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) wrong.push(`${name}: ${overflow} px too wide`);
  return found.violations.length;
}

/** Opens an address in each look, judges it and takes its picture. */
export async function looks(browser, base, hash, name, folder, ready, wrong) {
  let views = 0;
  for (const look of LOOKS) {
    const context = await browser.newContext({ viewport: { width: look.width, height: look.height }, colorScheme: look.colorScheme, locale: look.locale, reducedMotion: 'reduce' });
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    listen(page, base, wrong);
    await page.goto(base + '/' + hash);
    await ready(page);
    await page.waitForTimeout(400);
    await judge(page, name + look.name, wrong);
    const file = path.join(folder, `page-${name}${look.name}.png`);
    await page.screenshot({ path: file });
    await context.close();
    views++;
  }
  return views;
}
