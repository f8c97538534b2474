import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { LOOKS, judge, listen, looks } from './looks.mjs';
import { musicKeptChangedTakenAway, musicRefused, musicUnderTheVoice } from './music.mjs';
import { narration, start } from './service.mjs';
import { JOB_MILLIS, create, hold, pictures, status, step, until, wrong } from './steps.mjs';

const folder = path.resolve('../../target/page');
const KEPT = ['list', 'new-filled', 'running', 'review', 'video', 'video-phone-dark-pt', 'failed-phone', 'talk-dark'];
const BROWSER = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'];

async function main() {
  const service = await start();
  const base = service.url.replace(/\/$/, '');
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: BROWSER });
  const jobs = {};
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-US', permissions: ['microphone'] });
    context.setDefaultTimeout(JOB_MILLIS);
    const page = await context.newPage();
    listen(page, base, wrong);

    await step('first load', async () => {
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      let bytes = 0;
      session.on('Network.loadingFinished', (event) => { bytes += event.encodedDataLength; });
      await page.goto(base + '/');
      await page.getByText('There are no videos yet').waitFor();
      await page.waitForLoadState('networkidle');
      hold(bytes > 5_000 && bytes < 150_000, bytes + ' bytes');
      const kilobytes = (bytes / 1000).toFixed(1);
      bytes = 0;
      await page.reload();
      await page.getByText('There are no videos yet').waitFor();
      return `${kilobytes} kB, again ${(bytes / 1000).toFixed(1)} kB`;
    });

    await step('empty, in every look', () => looks(browser, base, '', 'empty', folder, (view) => view.locator('.empty').waitFor(), wrong));

    await step('create with clips of one’s own, over a line that breaks', async () => {
      let breaks = 2;
      await page.route('**/v1/uploads/*', (route) => {
        if (route.request().method() === 'PATCH' && breaks > 0) {
          breaks--;
          return route.abort();
        }
        return route.continue();
      });
      jobs.done = await create(page, base, { clips: service.clips });
      hold(breaks === 0, 'the line did not break');
      await page.unroute('**/v1/uploads/*');
      return jobs.done;
    });

    await step('live progress', async () => {
      const seen = new Set();
      let live = 0;
      const begun = Date.now();
      while (Date.now() - begun < JOB_MILLIS) {
        const now = await page.evaluate(() => ({ bar: document.querySelector('main > .card progress')?.value, over: Boolean(document.querySelector('.title .pill.completed, .title .pill.failed')) }));
        if (now.bar !== undefined) seen.add(now.bar);
        live = Math.max(live, await page.evaluate(() => document.querySelector('.title .pill.running') ? [...document.querySelectorAll('.clips .approved img')].filter((each) => each.naturalWidth > 0).length : 0));
        if (live > 1 && !jobs.shot) {
          jobs.shot = true;
          await page.screenshot({ path: path.join(folder, 'page-running.png') });
        }
        if (now.over) break;
        await page.waitForTimeout(100);
      }
      await status(page, 'completed');
      hold(seen.size > 2, 'percents: ' + [...seen]);
      hold(live > 0, 'no clip had a picture while the job ran');
      await pictures(page, '.clips .approved', 4);
      return [...seen].join(' ') + ', ' + live + ' pictures meanwhile';
    });

    await step('play, and seek by a caption', async () => {
      const buttons = page.locator('.captions button');
      await buttons.nth(2).waitFor();
      await buttons.nth(2).click();
      await until(page, () => document.querySelector('.player video').currentTime > 5.5);
      const first = await page.evaluate(() => document.querySelector('.player video').currentTime);
      await until(page, (before) => document.querySelector('.player video').currentTime > before + 1, first);
      const marked = await page.locator('.captions button[aria-current=true]').count();
      hold(marked === 1, marked + ' captions are marked');
      const track = await page.evaluate(() => document.querySelector('.player track').readyState >= 0 && document.querySelector('.player video').textTracks.length);
      hold(track === 1, 'no track');
      await page.evaluate(() => document.querySelector('.player video').pause());
      return `from ${first.toFixed(1)} s on`;
    });

    await step('whose a clip is', async () => {
      const manifest = (url) => url.pathname.endsWith('/manifest.json');
      await page.route(manifest, async (route) => {
        const answer = await route.fetch();
        const json = await answer.json();
        json.clips[0].credit = { title: 'Low tide', author: 'A. Person', page: 'https://example.org/low-tide', licence: { id: 'cc-by-4.0', name: 'CC BY 4.0', shareAlike: false } };
        await route.fulfill({ response: answer, json });
      });
      await page.reload();
      const link = page.getByRole('link', { name: 'Low tide' }).first();
      await link.waitFor();
      hold(await link.getAttribute('href') === 'https://example.org/low-tide', 'its page');
      await page.getByText('A. Person, CC BY 4.0').first().waitFor();
      await page.unroute(manifest);
      await page.reload();
    });

    await step('downloads', async () => {
      await page.locator('.downloads a').nth(3).waitFor();
      const links = await page.locator('.downloads a').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
      hold(links.length >= 4, links.join(' '));
      for (const link of links) {
        const answer = await context.request.get(base + link);
        hold(answer.ok(), link + ' ' + answer.status());
      }
      return links.length + ' files';
    });

    await step('approve: a clip is swapped, a caption corrected', async () => {
      jobs.approved = await create(page, base, {
        clips: service.clips,
        more: (form) => form.getByLabel('Approve before it is built').selectOption('both'),
      });
      await page.getByRole('heading', { name: 'Your decision' }).waitFor({ timeout: JOB_MILLIS });
      await page.locator('.correct input').first().waitFor({ timeout: JOB_MILLIS });
      await looks(browser, base, '#' + jobs.approved, 'review', folder, (view) => view.locator('.correct input').first().waitFor(), wrong);
      const shown = await page.locator('.clips.review li').count();
      await pictures(page, '.clips.review li', 3);
      await page.locator('.correct input').first().fill('The octopus has three hearts, really,');
      await page.getByRole('checkbox', { name: 'Replace clip-2.mp4' }).check();
      await page.getByRole('button', { name: 'Replace what is marked' }).click();
      await until(page, (before) => {
        const names = [...document.querySelectorAll('.clips.review .name')].map((each) => each.textContent);
        return names.length > 0 && names.length < before && !names.includes('clip-2.mp4');
      }, shown);
      await page.getByRole('button', { name: 'Approve' }).click();
      await status(page, 'completed');
      await page.locator('.captions button', { hasText: 'really' }).waitFor();
    });

    await step('a finished one, corrected and made again', async () => {
      await page.goto(base + '/#' + jobs.approved);
      await page.locator('.rerender > summary').click();
      const texts = page.locator('.rerender .correct input');
      await texts.nth(1).waitFor();
      await texts.nth(1).focus();
      await until(page, () => document.querySelector('.player video').currentTime > 0.5);
      hold((await texts.first().inputValue()).includes('really'), 'the correction before is not in it');
      hold(await page.getByRole('button', { name: 'Make it again' }).isDisabled(), 'nothing is other, and it may be sent');
      await texts.nth(1).fill('a caption that was mended,');
      await page.locator('.rerender').getByRole('checkbox', { name: /^Replace / }).first().check();
      await page.locator('.rerender').getByRole('radio', { name: '1:1' }).check();
      await pictures(page, '.rerender .clips li', 3);
      await judge(page, 'rerender', wrong);
      await page.screenshot({ path: path.join(folder, 'page-rerender.png'), fullPage: true });
      await page.getByRole('button', { name: 'Make it again' }).click();
      await until(page, (parent) => /^#mv-/.test(location.hash) && location.hash !== '#' + parent, jobs.approved);
      await status(page, 'completed');
      await page.locator('.captions button', { hasText: 'mended' }).waitFor();
      await page.locator('.captions button', { hasText: 'really' }).waitFor();
      const shape = await page.evaluate(() => { const { videoWidth, videoHeight } = document.querySelector('.player video'); return videoWidth + 'x' + videoHeight; });
      hold(shape.split('x')[0] === shape.split('x')[1], shape);
      hold((await page.locator('.origin a').getAttribute('href')) === '#' + jobs.approved, 'the parent is not named');
      jobs.rerendered = await page.evaluate(() => location.hash.slice(1));
      return (await page.locator('.origin').innerText()).slice(0, 160);
    });

    await step('music under the voice', async () => {
      jobs.music = await musicUnderTheVoice(page, base, service);
    });

    await step('music of a finished one: kept, changed, taken away', () => musicKeptChangedTakenAway(page, base, service, jobs.music));

    await step('music that is none', () => musicRefused(page, base));

    await step('pause, resume, cancel, try again', async () => {
      jobs.steered = await create(page, base, { clips: service.clips, more: (form) => form.getByLabel('Approve before it is built').selectOption('clips') });
      await page.getByRole('button', { name: 'Pause' }).click();
      await status(page, 'paused');
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.getByRole('button', { name: 'Pause' }).waitFor({ timeout: JOB_MILLIS });
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Really cancel it' }).click();
      await status(page, 'cancelled');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('button', { name: 'Approve' }).waitFor({ timeout: JOB_MILLIS });
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Really cancel it' }).click();
      await status(page, 'cancelled');
    });

    await step('a failure, with what to do', async () => {
      jobs.failed = await create(page, base, { query: 'too little', clips: [service.short] });
      await status(page, 'failed');
      await page.getByRole('heading', { name: 'What to do' }).waitFor();
      return (await page.locator('.card.bad p').first().innerText()).slice(0, 120);
    });

    await step('a refusal in the API’s own words', async () => {
      await page.goto(base + '/#new');
      await page.locator('input[name=narration]').setInputFiles({ name: 'notes.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('This is no sound at all. '.repeat(40)) });
      const said = page.locator('.problem');
      await said.waitFor();
      hold(await page.getByRole('button', { name: 'Make the video' }).isDisabled(), 'it may be sent');
      return (await said.innerText()).slice(0, 120);
    });

    await step('record by the microphone', async () => {
      await page.goto(base + '/#');
      await page.goto(base + '/#new');
      await page.getByRole('button', { name: 'Record it now' }).click();
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      await page.waitForTimeout(2_500);
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.locator('.file', { hasText: 'narration.wav' }).waitFor();
      await page.locator('.file .quiet', { hasText: ' s' }).waitFor();
      await page.getByLabel('Phrases').fill('tide pools');
      await page.getByRole('radio', { name: 'none' }).check();
      await page.getByRole('button', { name: 'Check only' }).click();
      await page.locator('[role=status] h2').waitFor();
      return (await page.locator('[role=status] p').first().innerText()).slice(0, 120);
    });

    await step('the list, by keyboard', async () => {
      await page.goto(base + '/#');
      await page.locator('.jobs li').nth(3).waitFor();
      await page.getByRole('button', { name: 'failed', exact: true }).click();
      await until(page, () => document.querySelectorAll('.jobs li').length === 1);
      await page.getByRole('button', { name: 'all', exact: true }).click();
      await page.getByRole('searchbox').fill('too little');
      await until(page, () => document.querySelectorAll('.jobs li').length === 1);
      await page.keyboard.press('Tab');
      for (let tabs = 0; tabs < 8 && !(await page.evaluate(() => document.activeElement.matches('.jobs a'))); tabs++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await status(page, 'failed');
      hold(await page.evaluate(() => document.activeElement.tagName === 'H1'), 'the heading has not the focus');
    });

    await step('a conversation', async () => {
      await page.goto(base + '/#talk');
      await page.getByRole('button', { name: 'Begin a conversation' }).click();
      await until(page, () => location.hash.startsWith('#cv-'));
      jobs.talk = await page.evaluate(() => location.hash.slice(1));
      await page.locator('.said .it').first().waitFor();
      await page.getByPlaceholder('Say something').fill('A video about tide pools, square, in draft quality');
      await page.keyboard.press('Enter');
      await page.locator('.said .me').first().waitFor();
      await page.locator('.speak input[type=file]').setInputFiles(narration);
      await page.locator('.said .me').nth(1).waitFor();
      await page.locator('.brief dl').waitFor();
      return (await page.locator('.brief dl').innerText()).replaceAll('\n', ' ').slice(0, 160);
    });

    await step('delete', async () => {
      await page.goto(base + '/#' + jobs.steered);
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('button', { name: 'Really delete it' }).click();
      await until(page, () => location.hash === '');
    });

    await step('the other language, kept', async () => {
      await page.goto(base + '/#');
      await page.getByRole('button', { name: 'Português' }).click();
      await page.getByRole('heading', { name: 'Vídeos' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Vídeos' }).waitFor();
      hold(await page.evaluate(() => document.documentElement.lang) === 'pt-BR', 'lang');
    });

    const film = (view) => view.waitForFunction(() => [...document.querySelectorAll('.player video, .poster video')].every((each) => each.readyState >= 2));
    const views = [
      ['list', '#', (view) => view.locator('.jobs li').nth(2).waitFor().then(() => film(view))],
      ['new', '#new', (view) => view.locator('.new').waitFor()],
      ['video', '#' + jobs.done, (view) => view.locator('.captions button').first().waitFor().then(() => film(view))],
      ['rerendered', '#' + jobs.rerendered, (view) => view.locator('.rerender > summary').click().then(() => view.locator('.rerender .correct input').first().waitFor()).then(() => film(view))],
      ['music', '#' + jobs.music, (view) => view.locator('.rerender > summary').click().then(() => view.locator('.rerender .file').scrollIntoViewIfNeeded()).then(() => film(view))],
      ['failed', '#' + jobs.failed, (view) => view.locator('.card.bad li').first().waitFor()],
      ['talk', '#' + jobs.talk, (view) => view.locator('.brief dl').waitFor()],
      ['unknown', '#mv-nobody-knows', (view) => view.locator('.problem').waitFor()],
    ];
    for (const [name, hash, ready] of views) {
      await step(`${name}, in ${LOOKS.length} looks`, () => looks(browser, base, hash, name, folder, ready, wrong).then(() => ''));
    }
    await step('the form with everything open', async () => {
      const view = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-US' })).newPage();
      await view.goto(base + '/#new');
      await view.locator('input[name=narration]').setInputFiles(narration);
      await view.locator('input[name=clips]').setInputFiles(service.clips);
      await view.locator('details.more summary').click();
      await view.waitForFunction(() => document.querySelectorAll('.own .icon').length >= 7);
      await judge(view, 'form', wrong);
      await view.locator('details.more summary').click();
      await view.evaluate(() => window.scrollTo(0, 0));
      await view.screenshot({ path: path.join(folder, 'page-new-filled.png') });
    });
  } finally {
    await browser.close();
    await service.stop();
  }
  console.log(wrong.length ? 'page: WRONG:\n' + wrong.join('\n') : 'page: all is well');
  return wrong.length ? 1 : 0;
}

fs.mkdirSync(folder, { recursive: true });
process.exitCode = await main();
console.log('all pictures: ' + folder);
for (const name of process.exitCode === 0 ? KEPT : []) {
  fs.copyFileSync(path.join(folder, `page-${name}.png`), path.join(path.resolve(process.argv[2]), `page-${name}.png`));
}
