import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { film, png, text } from './harness/given-files.ts';
import type { GivenFile } from './harness/given-files.ts';
import { judgeScreen } from './harness/judge-screen.ts';
import { ThinLine } from './harness/thin-line.ts';
import { expect, test } from './test.ts';

/** Two pictures after each other, for ever. */
function gif(name: string): GivenFile {
  const frame = (colour: string) => `21f90400 32000000 2c00000000 0100010000 0202${colour}0100`;
  const bytes = `474946383961 01000100 800000 1e90ffff3b30 21ff0b4e45545343415045322e30 0301000000`;
  const hex = `${bytes}${frame('44')}${frame('4c')}3b`.replaceAll(' ', '');
  return { name, mimeType: 'image/gif', buffer: Buffer.from(hex, 'hex') };
}

test('a picture that is dropped is seen by the other, large at a click', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const main = ayse.page.getByRole('main');
  await ayse.files.hover(ayse.timeline.log, png('kedi.png'));
  await expect(ayse.files.overlay).toBeVisible();
  await ayse.files.drop(ayse.timeline.log, png('kedi.png'), png('köpek.png', [200, 300]));
  await expect(ayse.files.overlay).toHaveCount(0);
  await expect(ayse.files.chosen).toHaveCount(2);
  await expect(main.getByText('kedi.png')).toBeVisible();
  await ayse.composer.send('our two');

  await bora.timeline.shows('our two (files: kedi.png, köpek.png)', 'Ayşe');
  await expect(bora.files.picture('kedi.png')).toBeVisible();
  await bora.files.picture('kedi.png').click();
  const shown = bora.files.viewer.getByRole('img', { name: 'kedi.png' });
  await expect(shown).toHaveJSProperty('naturalWidth', 320);
  await bora.page.keyboard.press('ArrowRight');
  await expect(bora.files.viewer.getByRole('img', { name: 'köpek.png' })).toBeVisible();
  await bora.page.keyboard.press('Escape');
  await expect(bora.files.viewer).toHaveCount(0);
  await expect(ayse.files.picture('kedi.png')).toBeVisible();
});

test('a file that is chosen is saved by the other as it was', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const content = 'satır\n'.repeat(400_000);
  await ayse.files.choose(text('liste.txt', content));
  await expect(ayse.files.chosen).toHaveCount(1);
  await ayse.composer.send('');
  await bora.timeline.shows('liste.txt', 'Ayşe');
  await bora.files.saveButton('liste.txt').click();
  await expect(bora.files.revealButton('liste.txt')).toBeVisible();
  expect(readFileSync(join(bora.downloads, 'liste.txt'), 'utf8')).toBe(content);
  // It says so as long as it lies there.
  await bora.page.reload();
  await expect(bora.files.revealButton('liste.txt')).toBeVisible();
  rmSync(join(bora.downloads, 'liste.txt'));
  await bora.page.reload();
  await expect(bora.files.saveButton('liste.txt')).toBeVisible();
});

test('a picture that is pasted is sent without a text', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.files.paste(ayse.composer.field, png('image.png'));
  await expect(ayse.files.chosen).toHaveCount(1);
  await ayse.composer.send('');
  await expect(bora.files.picture('image.png')).toBeVisible();
});

test('a picture that is larger than its place is seen whole', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.files.choose(png('hills.png', [960, 600]));
  await ayse.composer.send('');
  const tile = bora.files.picture('hills.png');
  await expect(tile).toBeVisible();
  const [place, drawn] = [await tile.boundingBox(), await tile.locator('img').boundingBox()];
  expect(drawn?.height).toBeLessThanOrEqual(place?.height ?? 0);
  expect(drawn?.width).toBeLessThanOrEqual(place?.width ?? 0);
  expect((drawn?.width ?? 0) / (drawn?.height ?? 1)).toBeCloseTo(1.6, 1);
});

test('a name that pretends is shown and saved as what it is', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.files.choose(text('..\u202Egpj.exe', 'harmless'));
  await ayse.composer.send('');
  await bora.files.row('gpj.exe').getByRole('button').click();
  await expect(bora.files.revealButton('gpj.exe')).toBeVisible();
  expect(readdirSync(bora.downloads)).toEqual(['gpj.exe']);
});

test('a picture of 60,000 by 60,000 is a file to save, and so is a page that calls itself one', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const page = text('resim.png', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
  await ayse.files.choose(png('bomba.png', [60_000, 60_000]), page);
  await ayse.composer.send('');
  await expect(bora.files.saveButton('bomba.png')).toBeVisible();
  await expect(bora.files.saveButton('resim.png')).toBeVisible();
  await expect(bora.files.row('.png')).toHaveCount(2);
});

test('with a deleted message its file is gone', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.files.choose(text('sır.txt', 'a secret'));
  await ayse.composer.send('only for a moment');
  const message = ayse.timeline.changed('only for a moment');
  await expect(bora.files.row('sır.txt')).toBeVisible();
  await message.click({ button: 'right' });
  const { timeline: words } = ayse.words;
  await ayse.page.getByRole('menuitem', { name: words.deleteMessage }).click();
  await ayse.page.getByRole('dialog').getByRole('button', { name: words.delete }).click();
  await expect(bora.files.row('sır.txt')).toHaveCount(0);
  await expect(ayse.files.row('sır.txt')).toHaveCount(0);
});

test('a file that is dropped on an entry of the list goes to that conversation', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.files.drop(ayse.conversations.item('Bora'), text('gizli.txt', 'for you alone'));
  await expect(ayse.files.chosen).toContainText('gizli.txt');
  await ayse.composer.send('');
  await bora.conversations.openDirect('Ayşe');
  await expect(bora.files.row('gizli.txt')).toBeVisible();
  await bora.conversations.openEveryone();
  await expect(bora.files.row('gizli.txt')).toHaveCount(0);
});

test('a file on its way is stopped and goes on, and goes on by itself after a cut', async ({
  openPerson,
}) => {
  const ayse = await openPerson();
  const line = await ThinLine.to(await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' }));
  const bora = await openPerson();
  await bora.welcome.join({ name: 'Bora', port: line.port });
  const content = 'satır\n'.repeat(1_500_000);
  await ayse.files.choose(text('liste.txt', content));
  await expect(ayse.files.chosen).toHaveCount(1);
  await ayse.composer.send('');
  line.holdAfter(3 * 1024 * 1024);
  await bora.files.saveButton('liste.txt').click();
  const { files } = bora;
  await expect(files.row('liste.txt').getByRole('progressbar')).not.toHaveJSProperty('value', 0);
  await expect(bora.conversations.item(bora.words.conversations.everyone)).toContainText(
    /Saving liste\.txt, \d+%/,
  );
  await files.stopButton('liste.txt').click();
  await expect(files.goOnButton('liste.txt')).toBeVisible();
  await files.goOnButton('liste.txt').click();
  await expect(files.stopButton('liste.txt')).toBeVisible();
  line.cut();
  line.release();
  await expect(files.revealButton('liste.txt')).toBeVisible({ timeout: 30_000 });
  expect(readFileSync(join(bora.downloads, 'liste.txt'), 'utf8')).toBe(content);
  await line.stop();
});

test('what a camera wrote into a picture stays at home, unless the person sends it', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { keepDetails } = ayse.words.files;
  const kept = ayse.page.getByRole('switch', { name: keepDetails });
  const written = 'taken at home, 41N 29E';
  const sentAs = async (name: string) => {
    await expect(ayse.files.chosen).toContainText(name);
    await ayse.composer.send('');
    await bora.files.picture(name).click();
    await bora.files.viewer.getByRole('button', { name: bora.words.files.save }).click();
    await expect(bora.files.viewer.getByText(bora.words.files.reveal)).toBeVisible();
    await bora.page.keyboard.press('Escape');
    return readFileSync(join(bora.downloads, name), 'latin1');
  };
  await ayse.files.choose(png('ev.png', [320, 200], written));
  await expect(kept).not.toBeChecked();
  expect(await sentAs('ev.png')).not.toContain(written);
  await expect(kept).toHaveCount(0);
  await ayse.files.choose(png('plaj.png', [300, 200], written));
  await kept.click();
  await expect(kept).toBeChecked();
  expect(await sentAs('plaj.png')).toContain(written);
  await ayse.files.choose(png('deniz.png', [300, 200]));
  await expect(ayse.files.chosen).toHaveCount(1);
  await expect(kept).toHaveCount(0);
});

test('where a film was made stays at home, unless the person sends it', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const kept = ayse.page.getByRole('switch', { name: ayse.words.files.keepDetails });
  const place = '+41.0082+028.9784/';
  const sentAs = async (name: string) => {
    await ayse.composer.send('');
    await bora.files.saveButton(name).click();
    await expect(bora.files.revealButton(name)).toBeVisible();
    return readFileSync(join(bora.downloads, name));
  };
  const ev = film('ev.mov', place);
  await ayse.files.choose(ev);
  await expect(kept).not.toBeChecked();
  const clean = await sentAs('ev.mov');
  expect(clean.includes(place)).toBe(false);
  expect(clean).toHaveLength(ev.buffer.length);
  await ayse.files.choose(film('plaj.mov', place));
  await kept.click();
  await expect(kept).toBeChecked();
  expect(await sentAs('plaj.mov')).toEqual(film('plaj.mov', place).buffer);
});

test('a picture that moves is stopped at a click, and waits for one under reduced motion', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.page.emulateMedia({ reducedMotion: 'no-preference' });
  await bora.page.emulateMedia({ reducedMotion: 'reduce' });
  await ayse.files.choose(gif('top.gif'));
  await ayse.composer.send('');
  const act = (person: typeof ayse, name: 'play' | 'pause') =>
    person.page.getByRole('button', { name: `${person.words.files[name]}: top.gif` });
  const address = (person: typeof ayse) =>
    person.files.picture('top.gif').locator('img').getAttribute('src');
  await act(bora, 'play').waitFor();
  const still = await address(bora);
  await act(bora, 'play').click();
  await expect.poll(() => address(bora)).not.toBe(still);
  await act(bora, 'pause').click();
  await expect.poll(() => address(bora)).toBe(still);
  await expect(act(ayse, 'pause')).toBeVisible();
});

test('a picture that moves stands still as long as it is out of sight', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await bora.page.emulateMedia({ reducedMotion: 'no-preference' });
  await ayse.files.choose(gif('top.gif'));
  await ayse.composer.send('');
  const picture = bora.files.picture('top.gif');
  const address = () => picture.locator('img').getAttribute('src');
  const act = (name: 'play' | 'pause') =>
    bora.page.getByRole('button', { name: `${bora.words.files[name]}: top.gif` });
  await act('pause').click();
  await expect(act('play')).toBeVisible();
  const still = await address();
  await act('play').click();
  await expect.poll(address).not.toBe(still);
  await bora.fillScreen();
  await expect(picture).not.toBeInViewport();
  await expect.poll(address).toBe(still);
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(address).not.toBe(still);
});

test('what was sent stands together: by kind, by name, by person; and all of it is saved', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { files, page, words } = bora;
  await ayse.files.choose(png('kedi.png'), text('liste.txt', 'a'));
  await ayse.composer.send('');
  await bora.timeline.shows('kedi.png, liste.txt', 'Ayşe');
  await bora.files.choose(text('KÖPEK.txt', 'b'));
  await bora.composer.send('mine');
  await files.openPane();
  const { pane } = files;
  const open = (name: string) =>
    pane.getByRole('button', { name: words.files.open.replace('{{name}}', name) });
  await expect(open('kedi.png')).toBeVisible();
  await expect(pane.getByText('KÖPEK.txt')).toBeVisible();
  const kind = (name: 'kind_picture' | 'kind_other' | 'kind_any') =>
    pane.getByRole('button', { name: words.files[name], exact: true }).click();
  await kind('kind_picture');
  await expect(pane.getByText('liste.txt')).toHaveCount(0);
  await expect(open('kedi.png')).toBeVisible();
  await kind('kind_any');
  await pane.getByRole('textbox', { name: words.files.find }).fill('kopek');
  await expect(open('kedi.png')).toHaveCount(0);
  await expect(pane.getByText('KÖPEK.txt')).toBeVisible();
  await pane.getByRole('textbox', { name: words.files.find }).fill('');
  await expect(open('kedi.png')).toBeVisible();
  await pane.getByRole('button', { name: words.files.saveAll }).click();
  await expect
    .poll(() => (existsSync(bora.downloads) ? readdirSync(bora.downloads).toSorted() : []))
    .toEqual(['KÖPEK.txt', 'kedi.png', 'liste.txt']);
  await expect(page.getByText(words.files.savedAll_other.replace('{{count}}', '3'))).toBeVisible();
});

test('from one picture one goes on to those of other messages, older and newer', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const names = ['bir.png', 'iki.png', 'üç.png'];
  for (const name of names) {
    await ayse.files.choose(png(name));
    await ayse.composer.send('');
    await ayse.composer.send(`after ${name}`);
  }
  // What is said later may come before a picture that is still on its way.
  for (const name of names) await expect(bora.files.picture(name)).toBeVisible();
  await bora.files.picture('iki.png').click();
  const large = (name: string) => bora.files.viewer.getByRole('img', { name });
  await expect(large('iki.png')).toBeVisible();
  await bora.page.keyboard.press('ArrowRight');
  await expect(large('üç.png')).toBeVisible();
  await bora.page.keyboard.press('PageUp');
  await bora.page.keyboard.press('ArrowLeft');
  await expect(large('bir.png')).toHaveJSProperty('naturalWidth', 320);
  await bora.files.viewer.getByRole('button', { name: 'Ayşe' }).click();
  await expect(bora.files.viewer).toHaveCount(0);
  await bora.timeline.shows('bir.png', 'Ayşe');
});

test('the search finds what has files with it, and files by their names', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.files.choose(text('Fatura.txt', 'a'));
  await ayse.composer.send('for the rent');
  await ayse.composer.send('no file here');
  await bora.timeline.shows('no file here', 'Ayşe');
  // It may come later: its file has to be there first.
  await expect(bora.files.row('Fatura.txt')).toBeVisible();
  await bora.search.openHere();
  const { hits } = bora.search;
  for (const asked of ['has:file', 'FATURA', 'içeren:dosya rent']) {
    await bora.search.field.fill(asked);
    await expect(hits).toHaveCount(1);
    await expect(hits).toContainText('Fatura.txt');
  }
});

for (const language of ['en', 'tr'] as const) {
  test(`files are seen whole, in every width and both themes (${language})`, async ({
    openPerson,
  }) => {
    const ayse = await openPerson({ language });
    const { page, files, composer } = ayse;
    await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    await ayse.hostPanel.close();
    const long = `${'uzun '.repeat(40)}.zip`;
    await files.choose(png('kedi.png'));
    await composer.send('');
    await files.choose(
      png('bir.png'),
      png('iki.png', [200, 300]),
      text(long, 'x'),
      text('a.md', 'y'),
    );
    await composer.send('look');
    await files.saveButton('a.md').click();
    await expect(files.revealButton('a.md')).toBeVisible();
    await expect(files.picture('iki.png')).toBeVisible();
    await files.choose(png('üç.png', [900, 100]), text(long, 'x'));
    await expect(files.chosen).toHaveCount(2);
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 800 });
      await judgeScreen(page, `files at ${width}`);
      await files.openPane();
      await expect(files.pane.getByText('a.md', { exact: true })).toBeVisible();
      await judgeScreen(page, `all files at ${width}`);
      await page.keyboard.press('Escape');
      await files.picture('bir.png').click();
      await expect(files.viewer.getByRole('img', { name: 'bir.png' })).toBeVisible();
      await judgeScreen(page, `a picture at ${width}`);
      await page.keyboard.press('Escape');
    }
  });
}

test('what lies at a picture on its way is not covered by what can be done with its message', async ({
  openPerson,
}) => {
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const line = await ThinLine.to(port);
  const bora = await openPerson({ viewport: { width: 400, height: 800 } });
  await bora.welcome.join({ name: 'Bora', port: line.port });
  await ayse.composer.send('first');
  await bora.timeline.shows('first', 'Ayşe');
  line.holdAfter(1_500_000);
  const buffer = Buffer.from(await ayse.page.evaluate(drawNoise), 'base64');
  await ayse.files.choose({ name: 'kar.png', mimeType: 'image/png', buffer });
  await ayse.composer.send('');
  const cancel = bora.files.cancelButton('kar.png');
  await cancel.hover();
  const { width = 0, height = 0 } = (await cancel.boundingBox()) ?? {};
  for (const y of [2, height - 2])
    await cancel.click({ position: { x: width / 2, y }, trial: true });
  await cancel.click();
  await expect(cancel).toHaveCount(0);
  line.release();
  await line.stop();
});

/** As PNG in base64, of more than 3 MiB: nothing in it repeats. */
function drawNoise(): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 900 });
  const drawn = canvas.getContext('2d');
  const image = new ImageData(1200, 900);
  image.data.forEach((_, at) => (image.data[at] = at % 4 === 3 ? 255 : Math.random() * 255));
  drawn?.putImageData(image, 0, 0);
  return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
}
