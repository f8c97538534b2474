import path from 'node:path';
import { narration } from './service.mjs';
import { create, hold, status, until } from './steps.mjs';

/** What the job's manifest says of its music. */
async function musicOf(page, base, id) {
  const answer = await page.request.get(`${base}/v1/videos/${id}/artifacts/manifest.json`);
  hold(answer.ok(), 'manifest: ' + answer.status());
  return (await answer.json()).request.music;
}

const volume = (place) => place.getByLabel('Volume beside the voice, in dB');

/** A new video with a song; resolves to its id. */
export async function musicUnderTheVoice(page, base, { clips, songs }) {
  const id = await create(page, base, {
    clips,
    more: async (form) => {
      await form.locator('input[name=music]').setInputFiles(songs[0]);
      await volume(form).fill('-20');
    },
  });
  await status(page, 'completed');
  const music = await musicOf(page, base, id);
  hold(music?.name === path.basename(songs[0]) && music.volume === -20, 'music: ' + JSON.stringify(music));
  return id;
}

/** From one finished video three others: its music at another level, another's, and none. */
export async function musicKeptChangedTakenAway(page, base, { songs }, parent) {
  const form = page.locator('.rerender');
  const song = path.basename(songs[0]);
  const made = async (change) => {
    await page.goto(base + '/#' + parent);
    await page.locator('.rerender > summary').click();
    await form.locator('.file', { hasText: song }).waitFor();
    hold(await page.getByRole('button', { name: 'Make it again' }).isDisabled(), 'nothing is other, and it may be sent');
    await change();
    await page.getByRole('button', { name: 'Make it again' }).click();
    await until(page, (before) => /^#mv-/.test(location.hash) && location.hash !== '#' + before, parent);
    await status(page, 'completed');
    return musicOf(page, base, await page.evaluate(() => location.hash.slice(1)));
  };

  const quieter = await made(() => volume(form).fill('-30'));
  hold(quieter?.name === song && quieter.volume === -30, 'quieter: ' + JSON.stringify(quieter));

  const other = await made(async () => {
    await form.getByRole('button', { name: 'Remove ' + song }).click();
    await form.locator('input[name=music]').setInputFiles(songs[1]);
    await form.locator('audio').waitFor();
  });
  hold(other?.name === path.basename(songs[1]) && other.volume === -20, 'other: ' + JSON.stringify(other));

  const none = await made(async () => {
    await form.getByRole('button', { name: 'Remove ' + song }).click();
    await form.getByRole('button', { name: 'Keep ' + song }).click();
    hold(await page.getByRole('button', { name: 'Make it again' }).isDisabled(), 'it is kept, and may be sent');
    await form.getByRole('button', { name: 'Remove ' + song }).click();
  });
  hold(!none, 'none: ' + JSON.stringify(none));
}

/** What is no music is named, and no video is made without it. */
export async function musicRefused(page, base) {
  await page.goto(base + '/#');
  await page.goto(base + '/#new');
  await page.locator('input[name=narration]').setInputFiles(narration);
  const make = page.getByRole('button', { name: 'Make the video' });
  await until(page, () => !document.querySelector('.send .main').disabled);
  await page.locator('input[name=music]').setInputFiles({ name: 'notes.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('This is no song at all. '.repeat(40)) });
  const said = page.locator('.problem');
  await said.waitFor();
  hold(await make.isDisabled(), 'it may be sent');
  await page.getByRole('button', { name: 'Remove notes.mp3' }).click();
  await until(page, () => !document.querySelector('.send .main').disabled);
  hold(await said.count() === 0, 'it is said still');
  await page.goto(base + '/#'); // another step finds an empty form
}
