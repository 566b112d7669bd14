import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wav } from './harness/given-files.ts';
import { judgeScreen } from './harness/judge-screen.ts';
import { expect, test } from './test.ts';

test('a sound plays where it stands, once the person wants that', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.files.choose(wav('zil.wav'), { ...wav('sahte.mp3'), buffer: Buffer.from('<html>') });
  await ayse.composer.send('');
  const play = (name: string) =>
    bora.page.getByRole('button', { name: `${bora.words.files.play}: ${name}` });
  await expect(play('zil.wav')).toBeVisible();
  await expect(bora.page.locator('audio')).toHaveCount(0);
  await play('zil.wav').click();
  await expect(bora.page.locator('audio')).toHaveJSProperty('duration', 1);
  await expect
    .poll(() =>
      bora.page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.played.length),
    )
    .toBe(1);
  await play('sahte.mp3').click();
  await expect(bora.page.getByText(bora.words.files.notPlayed)).toBeVisible();
  await expect(bora.page.locator('audio')).toHaveCount(1);
});

test('a sound of more than 24 MiB plays where it stands, from wherever one wants, and not all of it is read for that', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const seconds = 4000;
  const path = join(ayse.downloads, 'uzun.wav');
  mkdirSync(ayse.downloads, { recursive: true });
  writeFileSync(path, wav('uzun.wav', seconds).buffer);
  await ayse.files.chooseAt(path);
  await ayse.composer.send('');
  const given: { from: number; to: number; size: number }[] = [];
  bora.page.on('response', (response) => {
    const range = /(\d+)-(\d+)\/(\d+)/.exec(response.headers()['content-range'] ?? '');
    if (range) given.push({ from: Number(range[1]), to: Number(range[2]), size: Number(range[3]) });
  });
  await bora.page.getByRole('button', { name: `${bora.words.files.play}: uzun.wav` }).click();
  const audio = bora.page.locator('audio');
  await expect(audio).toHaveJSProperty('duration', seconds);
  for (const second of [3900, 2000, 3999]) {
    await audio.evaluate(
      (player: HTMLAudioElement, to) =>
        new Promise<void>((resolve, reject) => {
          player.addEventListener('seeked', () => resolve(), { once: true });
          player.addEventListener('error', () => reject(new Error(player.error?.message)));
          player.currentTime = to;
        }),
      second,
    );
    expect(
      await audio.evaluate((player: HTMLAudioElement) => player.currentTime),
    ).toBeGreaterThanOrEqual(second);
  }
  await expect.poll(() => audio.evaluate((player: HTMLAudioElement) => player.ended)).toBe(true);
  expect(given.some(({ from }) => from > 3800 * 8000)).toBe(true);
  const read = given.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  expect(read).toBeLessThan(seconds * 8000);
});

test('a film of more than 24 MiB plays where it stands, and again from its beginning', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const recorded = await ayse.page.evaluate(recordFilm);
  // What every player passes over: a Void element of Matroska, up to the size that is wanted.
  const padding = Buffer.alloc(28 * 1024 * 1024);
  padding[0] = 0xec;
  padding.writeBigUInt64BE((0x01n << 56n) | BigInt(padding.length - 9), 1);
  mkdirSync(ayse.downloads, { recursive: true });
  const path = join(ayse.downloads, 'film.webm');
  writeFileSync(path, Buffer.concat([Buffer.from(recorded, 'base64'), padding]));
  await ayse.files.chooseAt(path);
  await ayse.composer.send('');
  await bora.page.getByRole('button', { name: `${bora.words.files.play}: film.webm` }).click();
  const film = bora.page.locator('video');
  await expect(film).toHaveJSProperty('videoWidth', 64);
  await expect
    .poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime))
    .toBeGreaterThan(0.3);
  await film.evaluate((video: HTMLVideoElement) => {
    video.pause();
    video.currentTime = 0;
  });
  await expect(film).toHaveJSProperty('seeking', false);
  await expect(film).toHaveJSProperty('currentTime', 0);
});

/** A second of a square that changes its colour, as WebM in base64. */
async function recordFilm(): Promise<string> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
  const drawn = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => void parts.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  const began = performance.now();
  while (performance.now() - began < 1000) {
    if (drawn) drawn.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
    drawn?.fillRect(0, 0, 64, 64);
    await new Promise(requestAnimationFrame);
  }
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

test('a voice message is recorded, listened to and sent; Escape takes it back', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { page, words } = ayse;
  await ayse.hostPanel.close();
  const record = page.getByRole('button', { name: words.voice.record });
  const bar = page.getByRole('group', { name: words.voice.recording });
  await record.click();
  await expect(bar).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(ayse.files.chosen).toHaveCount(0);
  await record.click();
  await expect(bar.getByText(/^0:(?:0[1-9]|[1-5]\d)/)).toBeVisible();
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 800 });
    await judgeScreen(page, `a recording at ${width}`);
  }
  await bar.getByRole('button', { name: words.voice.stop }).click();
  await expect(ayse.files.chosen).toHaveCount(1);
  const sound = ayse.files.chosen.locator('audio');
  await expect
    .poll(() =>
      sound.evaluate((audio: HTMLAudioElement) => audio.duration > 0.5 && audio.duration < 300),
    )
    .toBe(true);
  await judgeScreen(page, 'a voice message before it is sent at 400');
  await expect(ayse.composer.field).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(ayse.files.chosen).toHaveCount(0);
  const saveAs = bora.page.getByRole('button', {
    name: new RegExp(`^${bora.words.files.save}: voice-`),
  });
  await saveAs.click();
  await expect(
    bora.page.getByRole('button', { name: new RegExp(`^${bora.words.files.reveal}: voice-`) }),
  ).toBeVisible();
  const [name = ''] = readdirSync(bora.downloads);
  expect(readFileSync(join(bora.downloads, name)).length).toBeGreaterThan(500);
  await bora.page.getByRole('button', { name: `${bora.words.files.play}: ${name}` }).click();
  await expect
    .poll(() =>
      bora.page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.played.length),
    )
    .toBeGreaterThan(0);
});

test('a voice message that is not sent is listened to after a restart too, and sent then', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.hostPanel.close();
  await ayse.page.getByRole('button', { name: ayse.words.voice.record }).click();
  const bar = ayse.page.getByRole('group', { name: ayse.words.voice.recording });
  await expect(bar.getByText(/^0:(?:0[1-9]|[1-5]\d)/)).toBeVisible();
  await bar.getByRole('button', { name: ayse.words.voice.stop }).click();
  await expect(ayse.files.chosen.locator('audio')).toBeVisible();
  await ayse.conversations.openDirect('Bora');
  await ayse.conversations.openEveryone();

  await ayse.restart();
  await ayse.room.isShown('Mutfak');
  const sound = ayse.files.chosen.locator('audio');
  const heard = () =>
    sound.evaluate(({ duration, played }: HTMLAudioElement) => ({
      isMeasured: duration > 0.5 && duration < 300,
      isPlayed: played.length > 0,
    }));
  await expect.poll(heard).toEqual({ isMeasured: true, isPlayed: false });
  await sound.evaluate((audio: HTMLAudioElement) => audio.play());
  await expect.poll(heard).toEqual({ isMeasured: true, isPlayed: true });
  await ayse.page.setViewportSize({ width: 400, height: 800 });
  await judgeScreen(ayse.page, 'a voice message of before a restart at 400');
  await ayse.composer.field.press('Enter');
  await expect(ayse.files.chosen).toHaveCount(0);
  const play = new RegExp(`^${bora.words.files.play}: voice-`);
  await expect(bora.page.getByRole('button', { name: play })).toBeVisible();
});

test('without leave to use the microphone it says so in words', async ({ openPerson }) => {
  const ayse = await openPerson();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await ayse.page.evaluate(() => {
    const refuse = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    navigator.mediaDevices.getUserMedia = refuse;
  });
  await ayse.page.getByRole('button', { name: ayse.words.voice.record }).click();
  await expect(ayse.page.getByText(ayse.words.voice.problem_refused)).toBeVisible();
});
