import { narration, script } from './service.mjs';

export const JOB_MILLIS = 240_000;

/** What is not as it should be. */
export const wrong = [];

export function hold(fact, what) {
  if (!fact) throw new Error(what);
}

/** Until the page is as wished; the service's work takes its time. */
export const until = (page, wish, argument) => page.waitForFunction(wish, argument, { timeout: JOB_MILLIS, polling: 100 });
export const status = (page, name) => page.locator('main .title .pill.' + name).waitFor({ timeout: JOB_MILLIS });

/** That clips, so many or more, have their pictures; they are fetched as they come into sight. */
export async function pictures(page, clips, least) {
  await page.locator(clips).first().scrollIntoViewIfNeeded();
  await until(page, ([where, count]) => [...document.querySelectorAll(where + ' img')].filter((each) => each.complete && each.naturalWidth > 0).length >= count, [clips, least]);
  const sides = await page.locator(clips + ' img').evaluateAll((all) => all.map((each) => Math.max(each.naturalWidth, each.naturalHeight)));
  hold(sides.every((side) => side <= 240), 'sides of pictures: ' + sides);
}

export async function step(name, act) {
  const begun = Date.now();
  try {
    const said = await act();
    console.log(`page ${name}: ok${said ? ', ' + said : ''} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    wrong.push(`${name}: ${error.message.split('\n')[0]}`);
    console.log(`page ${name}: FAILED: ${error.message.split('\n')[0]}`);
  }
}

/** Fills the form as people do, and sends it; resolves to the job's id. */
export async function create(page, base, { query = 'tide pools', clips = [], more = async () => {}, sound = narration }) {
  await page.goto(base + '/#new');
  await page.locator('input[name=narration]').setInputFiles(sound);
  if (clips.length) await page.locator('input[name=clips]').setInputFiles(clips);
  await page.getByLabel('Phrases').fill(query);
  await page.locator('details.more summary').click();
  await page.getByRole('textbox', { name: 'Spoken text' }).fill(script);
  await page.getByLabel('Quality').selectOption('draft');
  await more(page);
  await page.getByRole('button', { name: 'Make the video' }).click();
  await until(page, () => location.hash.startsWith('#mv-'));
  return page.evaluate(() => location.hash.slice(1));
}
