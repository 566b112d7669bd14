import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wav } from '../harness/given-files.ts';
import { expect, test } from './electron-test.ts';

const ownPage = { url: 'oda-app://oda/index.html', isMainFrame: true };

test('a file goes by its path, a pasted one in pieces, and both arrive', async ({ sitDown }) => {
  const { person: ayse, dataFolder } = await sitDown();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const { person: bora } = await sitDown();
  await bora.welcome.join({ name: 'Bora', port });
  const path = join(dataFolder, 'on the disk.txt');
  writeFileSync(path, 'as it lies on the disk');
  await ayse.page.evaluate((paths) => Object.assign(window, { electronPaths: paths }), {
    'on the disk.txt': path,
  });
  const mimeType = 'text/plain';
  const inPieces = Buffer.alloc(2.5 * 1024 * 1024, 'oda ');
  await ayse.files.choose(
    { name: 'on the disk.txt', mimeType, buffer: Buffer.from('as the page has it') },
    { name: 'pasted.txt', mimeType, buffer: inPieces },
  );
  await expect(ayse.files.chosen).toHaveCount(2);
  await ayse.composer.send('');
  for (const name of ['on the disk.txt', 'pasted.txt']) {
    await bora.files.saveButton(name).click();
    await expect(bora.files.revealButton(name)).toBeVisible();
  }
  const saved = (name: string) => readFileSync(join(bora.downloads, name));
  expect(saved('on the disk.txt').toString()).toBe('as it lies on the disk');
  expect(saved('pasted.txt').equals(inPieces)).toBe(true);
});

test('a sound is played from the app’s own scheme, part by part', async ({ sitDown }) => {
  const { person: ayse, desk } = await sitDown();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await ayse.files.choose(wav('zil.wav', 200));
  await ayse.composer.send('');
  const { page, words } = ayse;
  await page.getByRole('button', { name: `${words.files.play}: zil.wav` }).click();
  const audio = page.locator('audio');
  await expect(audio).toHaveJSProperty('duration', 200);
  const path = new URL((await audio.getAttribute('src')) ?? '', page.url()).pathname;
  const fetched = (range: string, own = path) =>
    desk.call({ is: 'fetch', url: `oda-app://oda${own}`, method: 'GET', headers: { range } });
  expect(await fetched('bytes=44-47')).toMatchObject({
    status: 206,
    headers: { 'content-type': 'audio/wav', 'content-range': 'bytes 44-47/1600044' },
    body: Buffer.alloc(4, 128).toString('base64'),
  });
  expect(await fetched('bytes=0-', `${path}x`)).toMatchObject({ status: 404, body: '' });
});

test('nothing but the preload of an own page hands a path or pieces over', async ({ sitDown }) => {
  const { desk, dataFolder } = await sitDown();
  const path = join(dataFolder, 'secret.txt');
  writeFileSync(path, 'secret');
  const ask = (frame: typeof ownPage | null, channel: string, message: unknown) =>
    desk.call({ is: 'invoke', window: 1, frame, channel, args: [message] });
  const refused = { ok: false, refusal: { code: 'bad-request' } };
  const file = { stage: 1, name: 'secret.txt', path };
  const piece = { stage: 1, name: 'a', at: 0, bytes: new Uint8Array(1), isLast: true };
  for (const frame of [
    null,
    { ...ownPage, isMainFrame: false },
    { ...ownPage, url: 'https://a.b/' },
  ]) {
    expect(await ask(frame, 'oda:stage', file)).toEqual(refused);
    expect(await ask(frame, 'oda:stage-pieces', piece)).toEqual(refused);
  }
  expect(await ask(ownPage, 'oda:stage', { name: 'a' })).toEqual(refused);
  expect(await ask(ownPage, 'oda:stage-pieces', { ...piece, bytes: [1] })).toEqual(refused);
  expect(await ask(ownPage, 'oda:stage', file)).toMatchObject({ ok: true, value: { size: 6 } });
  // The page itself has no word for it.
  const words = await desk.pages[0]?.evaluate(() => Object.keys(window.oda ?? {}));
  expect(words?.toSorted()).toEqual(['on', 'raise', 'request', 'stage']);
});
