import { expect, test } from './test.ts';
import type { Person } from './pages/person.ts';

async function sendThree(person: Person): Promise<void> {
  for (const text of ['one', 'two', 'three']) {
    await person.composer.send(text);
    await person.timeline.showsSent(text);
  }
}

test('what is marked unread counts in the list, also where one wrote everything oneself', async ({
  openThree,
}) => {
  const { ayse, bora } = await openThree();
  const { words } = bora;
  await sendThree(ayse);
  for (const reader of [ayse, bora]) {
    await expect(reader.timeline.changed('three')).toBeVisible();
    await reader.timeline.choose('two', words.timeline.markUnread);
    await reader.conversations.openDirect('Can');
    await reader.conversations.isUnread(words.conversations.everyone, 2);
  }
});

test('what is marked unread stays so over a restart, until one stays there again', async ({
  openThree,
}) => {
  const { ayse, bora } = await openThree();
  const { words } = ayse;
  await ayse.conversations.openDirect('Bora');
  await sendThree(ayse);
  await ayse.timeline.choose('two', words.timeline.markUnread);
  await ayse.conversations.openEveryone();
  await ayse.conversations.isUnread('Bora', 2);
  await ayse.restart();
  await ayse.room.isShown('Mutfak');
  await ayse.conversations.isUnread('Bora', 2);
  await ayse.conversations.openDirect('Bora');
  await expect(ayse.page.getByText(words.timeline.unread)).toBeVisible();
  // Whoever turns away at once has not read it, and looks again until the next try.
  const look = async () => {
    await ayse.conversations.openEveryone();
    const unread = await ayse.conversations.unreadIn('Bora');
    if (unread) await ayse.conversations.openDirect('Bora');
    return unread;
  };
  await expect.poll(look, { intervals: [500, 1000, 2000] }).toBe(false);
  await bora.conversations.isUnread('Ayşe', 3);
});
