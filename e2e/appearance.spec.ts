import { judgeScreen } from './harness/judge-screen.ts';
import type { Person } from './harness/person.ts';
import { RawPeer } from './harness/raw-peer.ts';
import { expect, test } from './harness/test.ts';

const long =
  'A line that is long enough to be broken at every size that a window can have, and then some more ' +
  'https://example.com/a/very/long/address/that/has/no/place/to/break/it/anywhere/at/all/in/it/at/all';

for (const language of ['en', 'tr'] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [width, height] of [
      [1280, 800],
      [800, 600],
    ] as const)
      test(`every screen in ${language}, ${colorScheme}, ${width}×${height} is accessible and fits`, async ({
        openPerson,
      }) => {
        test.setTimeout(120_000);
        const person = await openPerson({ language, colorScheme, viewport: { width, height } });
        await judgeScreen(person.page, 'the welcome');
        await person.welcome.name.fill('');
        await person.welcome.submitJoin();
        await judgeScreen(person.page, 'the welcome with a problem');
        const port = await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
        await fillRoom(person, port);
        await judgeRoom(person);
        await judgeOverlays(person);
      });

async function fillRoom(person: Person, port: number): Promise<void> {
  const others = await Promise.all(
    ['Bora', 'Çağla Öztürkoğlu-Yıldırım'].map((name) => RawPeer.signedIn(port, name)),
  );
  for (const peer of others) await peer.say(long);
  await person.composer.send('short');
  await person.timeline.showsSent('short');
  others[0]?.end();
}

async function judgeRoom(person: Person): Promise<void> {
  const { page } = person;
  await person.hostPanel.open();
  for (const tab of ['invite', 'activity', 'log'] as const) {
    await person.hostPanel.tab(tab).click();
    await judgeScreen(page, `the host's panel, ${tab}`);
  }
  // In a narrow window the panel lies over the conversation and its buttons.
  await page.keyboard.press('Escape');
  await person.members.open();
  await judgeScreen(page, 'the members');
  await person.search.openHere();
  await person.search.field.fill('line');
  await expect(person.search.hits).toHaveCount(2);
  await judgeScreen(page, 'the search');
  await page.keyboard.press('Escape');
  await person.conversations.openDirect('Çağla');
  await judgeScreen(page, 'a direct conversation');
}

async function judgeOverlays(person: Person): Promise<void> {
  const { page } = person;
  await person.settings.open();
  await judgeScreen(page, 'the settings');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await judgeScreen(page, 'the switcher');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
