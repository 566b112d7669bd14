import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeScreen } from './harness/judge-screen.ts';
import { freshFolder } from './harness/fresh-folder.ts';
import { expect, test } from './test.ts';
import type { Person } from './pages/person.ts';

/** By the button in the host's panel; where the file lies. */
async function backUp(host: Person): Promise<string> {
  await host.hostPanel.open();
  await host.hostPanel.tab('options').click();
  await host.hostPanel.backUp();
  const folder = join(host.downloads, 'Oda backups');
  return join(folder, readdirSync(folder)[0] ?? '');
}

test('W9 a room that was backed up by a button is restored at another computer, and its members come back', async ({
  openTwo,
  openPerson,
}) => {
  const { ayse, bora } = await openTwo();
  const file = { name: 'liste.txt', mimeType: 'text/plain', buffer: Buffer.from('süt, ekmek') };
  await bora.composer.send('before the backup');
  await ayse.timeline.shows('before the backup', 'Bora');
  await bora.files.choose(file);
  await bora.composer.send('the list');
  await expect(ayse.files.row('liste.txt')).toBeVisible();
  const path = await backUp(ayse);
  await judgeScreen(ayse.page, 'a backup that was made');
  await bora.composer.send('after the backup');
  await ayse.timeline.shows('after the backup', 'Bora');
  await ayse.loseApp();

  const other = await openPerson();
  await other.welcome.restore(path);
  await other.room.isShown('Mutfak');
  await other.timeline.shows('before the backup', 'Bora');
  await expect(other.timeline.message('after the backup')).toHaveCount(0);
  // What this computer held that the room does not know any more is not mixed up with what it says.
  await bora.room.retry();
  await expect(bora.timeline.message('after the backup')).toHaveCount(0);
  await bora.timeline.shows('before the backup');
  await bora.composer.send('we are back');
  await other.timeline.shows('we are back', 'Bora');
  await other.composer.send('with the same owner');
  await bora.timeline.shows('with the same owner', 'Ayşe');
  await other.files.saveButton('liste.txt').click();
  await expect
    .poll(() => (existsSync(other.downloads) ? readdirSync(other.downloads) : []))
    .toContain('liste.txt');
});

test('what is no backup, and a room that is there already, are named, and nothing changes', async ({
  openPerson,
}) => {
  const ayse = await openPerson({ language: 'tr' });
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const path = await backUp(ayse);
  await ayse.page.setViewportSize({ width: 400, height: 700 });
  await judgeScreen(ayse.page, 'a backup in a narrow window');
  await ayse.page.setViewportSize({ width: 1280, height: 800 });
  await ayse.hostPanel.close();
  await ayse.room.disconnect('Mutfak');
  await ayse.welcome.restore(path);
  const here = ayse.words.refusal['room-here-already_named'].replace('{{subject}}', '');
  await expect(ayse.page.getByRole('alert')).toContainText(here.slice(3, 30));
  const folder = freshFolder();
  const letter = join(folder.path, 'mektup.odabackup');
  writeFileSync(letter, 'a letter');
  await ayse.welcome.restore(letter);
  await expect(ayse.page.getByRole('alert')).toHaveText(ayse.words.refusal['not-a-backup']);
  await judgeScreen(ayse.page, 'a file that is no backup');
  folder.remove();
});
