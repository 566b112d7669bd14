import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeScreen } from './harness/judge-screen.ts';
import { expect, test } from './test.ts';

test('a folder goes as its files with their folders, and is saved in them', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const folder = test.info().outputPath('Fotoğraflar');
  mkdirSync(join(folder, '2024'), { recursive: true });
  for (const name of ['2024/10.txt', '2024/9.txt', 'a.txt'])
    writeFileSync(join(folder, name), `content of ${name}`);
  await ayse.files.chooseFolder(folder);
  const names = ['2024/9.txt', '2024/10.txt', 'a.txt'].map((name) => `Fotoğraflar/${name}`);
  await expect(ayse.files.chosen).toContainText(names);
  await judgeScreen(ayse.page, 'a folder that is chosen');
  await ayse.composer.send('hepsi');
  const saved = 'Fotoğraflar/2024/9.txt';
  await expect(bora.files.row(saved)).toBeVisible();
  await bora.files.saveButton(saved).click();
  await expect(bora.files.revealButton(saved)).toBeVisible();
  const path = join(bora.downloads, 'Fotoğraflar', '2024', '9.txt');
  expect(readFileSync(path, 'utf8')).toBe('content of 2024/9.txt');
});
