import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { judgeScreen } from './harness/judge-screen.ts';
import { pressInHeader } from './pages/columns.ts';
import type { Person } from './pages/person.ts';
import { pattern } from './harness/words.ts';
import { expect, test } from './test.ts';

/** What was saved, by the ending of its name. */
async function savedFile({ downloads }: Person, ending: string): Promise<string> {
  const found = () => readdirSync(downloads).filter((name) => name.endsWith(ending));
  await expect.poll(() => found().length).toBe(1);
  return join(downloads, found()[0] ?? '');
}

test('an exported page opens from the disk without a network, and is searched', async ({
  openTwo,
  browser,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.composer.send('<img src=x onerror=alert(1)> tell me about the ferry');
  await bora.timeline.shows('<img src=x onerror=alert(1)> tell me about the ferry', 'Ayşe');
  await bora.composer.send('İskele is closed');
  await ayse.timeline.shows('İskele is closed', 'Bora');
  const { page, words } = ayse;
  await pressInHeader(ayse, words.exporting.open, words.exporting.open);
  const title = pattern(words.exporting.titleOf, { name: words.conversations.everyone });
  const dialog = page.getByRole('dialog', { name: title });
  await expect(dialog.getByText(words.exporting.noPrivate)).toBeVisible();
  await judgeScreen(page, 'the export');
  await dialog.getByRole('button', { name: words.exporting.start, exact: true }).click();
  await expect(dialog.getByRole('button', { name: words.exporting.reveal })).toBeVisible();
  await judgeScreen(page, 'the export when it is done');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  const context = await browser.newContext({ offline: true, colorScheme: 'dark' });
  const opened = await context.newPage();
  const problems: string[] = [];
  opened.on('console', (message) => problems.push(message.text()));
  opened.on('dialog', (shown) => problems.push(shown.message()));
  await opened.goto(pathToFileURL(await savedFile(ayse, '.html')).href);
  const messages = opened.locator('li.message');
  await expect(messages).toHaveCount(2);
  await expect(messages.first()).toContainText('<img src=x onerror=alert(1)>');
  await opened.getByRole('searchbox').fill('iskele');
  await expect(messages.filter({ visible: true })).toHaveCount(1);
  await expect(messages.filter({ visible: true })).toContainText('İskele is closed');
  await expect(opened.locator('output')).toHaveText('Messages found: 1');
  await opened.getByRole('searchbox').fill('no such word');
  await expect(messages.filter({ visible: true })).toHaveCount(0);
  await opened.getByRole('searchbox').fill('');
  await expect(messages.filter({ visible: true })).toHaveCount(2);
  await judgeScreen(opened, 'the exported page');
  expect(problems).toEqual([]);
  await context.close();
});

test('everything one can see is exported from the settings, as data', async ({ openThree }) => {
  const { ayse, bora, can } = await openThree();
  await ayse.composer.send('for everyone');
  for (const person of [bora, can]) await person.timeline.shows('for everyone', 'Ayşe');
  await ayse.conversations.openDirect('Bora');
  await ayse.composer.send('for Bora alone');
  await bora.conversations.openDirect('Ayşe');
  await bora.timeline.shows('for Bora alone', 'Ayşe');
  for (const [person, isIn] of [
    [bora, true],
    [can, false],
  ] as const) {
    const { page, words } = person;
    await person.settings.open();
    await person.settings.dialog.getByRole('button', { name: words.exporting.open }).click();
    const dialog = page.getByRole('dialog', { name: words.exporting.titleAll });
    await dialog.getByRole('combobox', { name: words.exporting.format }).click();
    await page.getByRole('option', { name: words.exporting.format_json }).click();
    await dialog.getByRole('button', { name: words.exporting.start, exact: true }).click();
    await expect(dialog.getByRole('button', { name: words.exporting.reveal })).toBeVisible();
    const written = readFileSync(await savedFile(person, '.json'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({ format: 'oda-export', version: 1 });
    expect(written).toContain('for everyone');
    expect(written.includes('for Bora alone')).toBe(isIn);
  }
});
