import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ThinLine } from './harness/thin-line.ts';
import { pattern } from './harness/words.ts';
import { judgeScreen } from './harness/judge-screen.ts';
import { png, text } from './harness/given-files.ts';
import { expect, test } from './test.ts';

test('R3.3 a picture that is dropped in a private chat is seen by the other alone, and a file is saved', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const aysesWindow = await ayse.members.askPrivate('Bora');
  const borasWindow = await bora.privates.accept('Ayşe');
  await aysesWindow.isOpenWith('Bora');
  await borasWindow.isOpenWith('Ayşe');

  await aysesWindow.files.drop(aysesWindow.log, png('kedi.png'));
  await expect(aysesWindow.files.chosen).toHaveCount(1);
  await aysesWindow.send('only you see this');
  await expect(aysesWindow.files.chosen).toHaveCount(0);
  await expect(borasWindow.files.picture('kedi.png')).toBeVisible();
  await expect(aysesWindow.files.picture('kedi.png')).toBeVisible();
  await borasWindow.files.picture('kedi.png').click();
  const shown = borasWindow.files.viewer.getByRole('img', { name: 'kedi.png' });
  await expect(shown).toHaveJSProperty('naturalWidth', 320);
  await judgeScreen(borasWindow.page, 'private-picture');
  await borasWindow.page.keyboard.press('Escape');

  // The viewer goes over the whole conversation, whoever said it.
  await borasWindow.files.drop(borasWindow.log, png('kuş.png', [64, 64]));
  await expect(borasWindow.files.chosen).toHaveCount(1);
  await borasWindow.send('a bird');
  await aysesWindow.files.picture('kuş.png').click();
  const inViewer = (name: string) => aysesWindow.files.viewer.getByRole('img', { name });
  await expect(inViewer('kuş.png')).toHaveJSProperty('naturalWidth', 64);
  await aysesWindow.page.keyboard.press('ArrowLeft');
  await expect(inViewer('kedi.png')).toHaveJSProperty('naturalWidth', 320);
  await aysesWindow.page.keyboard.press('ArrowRight');
  await expect(inViewer('kuş.png')).toBeVisible();
  await aysesWindow.page.keyboard.press('Escape');

  await borasWindow.files.choose(text('plan.txt', 'dokuzda'));
  await borasWindow.field.press('Enter');
  await expect(borasWindow.files.chosen).toHaveCount(0);
  await aysesWindow.files.saveButton('plan.txt').click();
  await expect(aysesWindow.files.revealButton('plan.txt')).toBeVisible();
  const saved = join(ayse.downloads, 'plan.txt');
  expect(existsSync(saved) && readFileSync(saved, 'utf8')).toBe('dokuzda');
  await judgeScreen(aysesWindow.page, 'private-file');

  // Nobody else sees anything of it.
  await expect(ayse.page.getByText('kedi.png')).toHaveCount(0);
  await aysesWindow.leave();
  await expect(borasWindow.field).toHaveCount(0);
  await expect(borasWindow.files.picture('kedi.png')).toBeVisible();
});

for (const language of ['en', 'tr'] as const)
  test(`who waits for a file hears that the other has stopped it, and it goes on with that one (${language})`, async ({
    openPerson,
  }) => {
    const ayse = await openPerson({ language });
    const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    const line = await ThinLine.to(port);
    const bora = await openPerson({ language });
    await bora.welcome.join({ name: 'Bora', port: line.port });
    const borasWindow = await bora.members.askPrivate('Ayşe');
    const aysesWindow = await ayse.privates.accept('Bora');
    await borasWindow.isOpenWith('Ayşe');
    await aysesWindow.isOpenWith('Bora');
    const content = 'satır\n'.repeat(1_500_000);
    await aysesWindow.files.choose(text('liste.txt', content));
    await aysesWindow.field.press('Enter');
    await expect(aysesWindow.files.chosen).toHaveCount(0);
    line.holdAfter(3 * 1024 * 1024);
    await borasWindow.files.saveButton('liste.txt').click();
    const row = borasWindow.files.row('liste.txt');
    await expect(row.getByRole('progressbar')).not.toHaveJSProperty('value', 0);
    await aysesWindow.files.stopButton('liste.txt').click();
    const words = pattern(bora.words.files.stoppedThere, { name: 'Ayşe' }).source.slice(1, -1);
    await expect(row).toContainText(new RegExp(words));
    for (const width of [900, 400]) {
      await borasWindow.page.setViewportSize({ width, height: 700 });
      await judgeScreen(borasWindow.page, `private-stopped-${language}-${width}`);
    }
    line.release();
    await aysesWindow.files.goOnButton('liste.txt').click();
    await expect(borasWindow.files.revealButton('liste.txt')).toBeVisible({ timeout: 30_000 });
    expect(readFileSync(join(bora.downloads, 'liste.txt'), 'utf8')).toBe(content);
    await line.stop();
  });
