import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Locator } from 'playwright/test';
import { ZipFile } from 'yazl';
import { freshFolder } from './harness/fresh-folder.ts';
import { judgeScreen } from './harness/judge-screen.ts';
import { pattern } from './harness/words.ts';
import type { GivenFile } from './harness/given-files.ts';
import type { Person } from './pages/person.ts';
import { expect, test } from './test.ts';

type Chosen = GivenFile | string;

/** Opens the dialog from the host's panel and chooses a file in it. */
async function choose({ page, words }: Person, file: Chosen): Promise<Locator> {
  await page.getByRole('tab', { name: words.hostPanel.options, exact: true }).click();
  await page.getByRole('button', { name: words.importing.open, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: words.importing.title, exact: true });
  const asked = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: words.importing.choose }).click();
  await (await asked).setFiles(file);
  return dialog;
}

async function bring({ words }: Person, dialog: Locator, brought: number): Promise<void> {
  await dialog.getByRole('button', { name: words.importing.start, exact: true }).click();
  await expect(dialog.getByText(pattern(words.importing.done, { brought }))).toBeVisible();
  await dialog.getByRole('button', { name: words.ui.close, exact: true }).last().click();
  await expect(dialog).toHaveCount(0);
}

const trip: GivenFile = {
  name: 'WhatsApp Chat with Trip.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from(
    [
      '13.05.19, 14:02 - Messages and calls are end-to-end encrypted.',
      '13.05.19, 14:02 - Deniz: who brings the boat?',
      '13.05.19, 14:03 - Ayşe: not Ayşe of this room',
      '',
    ].join('\n'),
  ),
};

test('a chat of WhatsApp comes into a topic, with its authors marked', async ({ openPerson }) => {
  const ayse = await openPerson();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const dialog = await choose(ayse, trip);
  await expect(dialog.getByText(/2/).first()).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: ayse.words.importing.topic })).toHaveValue(
    'Trip',
  );
  await judgeScreen(ayse.page, 'what an import would bring');
  await bring(ayse, dialog, 2);
  await ayse.conversations.item('#Trip').click();
  await ayse.timeline.shows('who brings the boat?', 'Deniz (from WhatsApp)');
  await ayse.timeline.shows('not Ayşe of this room', 'Ayşe (from WhatsApp)');
  await judgeScreen(ayse.page, 'what was imported');

  const again = await choose(ayse, trip);
  await bring(ayse, again, 0);
  await expect(ayse.timeline.log.getByText('who brings the boat?')).toHaveCount(1);
});

test('an export of Slack comes in, channel by channel, and a broken one is named', async ({
  openPerson,
}) => {
  const folder = freshFolder();
  const write = async (name: string, day: string): Promise<string> => {
    const zip = new ZipFile();
    const add = (file: string, content: string) => zip.addBuffer(Buffer.from(content), file);
    add('users.json', JSON.stringify([{ id: 'U1', name: 'deniz' }]));
    add('channels.json', JSON.stringify([{ name: 'general' }]));
    add('general/2020-01-02.json', day);
    zip.end();
    const path = join(folder.path, name);
    await pipeline(zip.outputStream, createWriteStream(path));
    return path;
  };
  const reactions = [{ name: 'tada', count: 3 }];
  const said = [
    { type: 'message', user: 'U1', text: 'hi <@U1>', ts: '1577923200.000100', reactions },
  ];
  const ayse = await openPerson();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const broken = await choose(ayse, await write('broken.zip', '[{"type":'));
  await expect(broken.getByRole('alert')).toContainText('general/2020-01-02.json');
  await ayse.page.keyboard.press('Escape');
  const dialog = await choose(ayse, await write('team.zip', JSON.stringify(said)));
  await bring(ayse, dialog, 1);
  await ayse.conversations.item('#general').click();
  await ayse.timeline.shows('hi @deniz · 🎉 3', 'deniz (from Slack)');
  const there = ayse.page.getByRole('list', { name: ayse.words.timeline.reactionsThere });
  await expect(there).toHaveText('🎉3');
  await judgeScreen(ayse.page, 'what was imported with its reactions');
  folder.remove();
});
