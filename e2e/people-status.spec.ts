import { judgeFit, judgeScreen } from './harness/judge-screen.ts';
import { RawPeer } from './harness/raw-peer.ts';
import type { Person } from './pages/person.ts';
import { turnTo } from './pages/columns.ts';
import { expect, test } from './test.ts';

const narrow = { width: 400, height: 700 };

/** Where the status of another person is read. */
async function readsStatus(reader: Person, name: string, status: RegExp): Promise<void> {
  await reader.members.open();
  await expect(reader.members.entry(name)).toContainText(status);
  await expect(reader.conversations.item(name)).toContainText(status);
  await reader.members.choose(name, reader.words.contacts.details);
  await expect(reader.card.panel).toContainText(status);
}

/** An hour or more from now, whatever time it is. */
function laterToday(): string {
  const at = new Date(Date.now() + 2 * 60 * 60_000).getHours();
  return `${String(at).padStart(2, '0')}:00`;
}

const said = /📚 in class, until .*:00/;

test('a status with an end is read by the others everywhere', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.own.setStatus({ emoji: 'books', text: 'in class', at: laterToday() });
  await expect(ayse.own.place).toContainText(said);
  await readsStatus(bora, 'Ayşe', said);
  await judgeScreen(bora.page, 'a card with a status');
  await bora.conversations.openDirect('Ayşe');
  await expect(bora.page.locator('main header')).toContainText(said);
  await bora.members.open();
  await judgeScreen(bora.page, 'members with a status');
});

test('a status outlives the host, until it is cleared', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await bora.conversations.openDirect('Ayşe');
  await ayse.own.setStatus({ emoji: 'books', text: 'in class', at: laterToday() });
  const header = bora.page.locator('main header');
  await expect(header).toContainText(said);
  await ayse.loseApp();
  await ayse.start();
  await ayse.room.isShown('Mutfak');
  await bora.room.retry();
  await bora.room.isLive('Mutfak');
  await expect(header).toContainText(said);
  await expect(ayse.own.place).toContainText(said);
  await ayse.own.choose(ayse.words.status.clear);
  await expect(header).not.toContainText('in class');
  await expect(ayse.own.place).not.toContainText('in class');
});

test('what stands behind oneself can be read by everybody, in both themes', async ({
  openPerson,
}) => {
  const ayse = await openPerson();
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await ayse.own.place.click();
  await judgeScreen(ayse.page, 'the menu behind oneself');
  await ayse.page.keyboard.press('Escape');
  await ayse.own.choose(ayse.words.status.set);
  await judgeScreen(ayse.page, 'setting a status');
});

test('at its end a status goes by itself', async ({ openPerson }) => {
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await RawPeer.signedIn(port, 'Bora');
  await bora.ask({ type: 'set-status', emoji: '📚', text: 'in class' });
  const entry = ayse.conversations.item('Bora');
  await expect(entry).toContainText('in class');
  const ended = { type: 'set-status', text: 'in class', until: Date.now() + 3000 };
  expect(await bora.ask(ended)).toMatchObject({ type: 'ok' });
  await expect(entry).not.toContainText('in class');
  await expect(entry).toContainText(ayse.words.conversations.presence_online);
  bora.end();
});

test('whoever wants no disturbance is seen so, by a sign and in words, after a restart too', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const quiet = 'presence_do-not-disturb';
  await bora.own.choose(bora.words.status[quiet]);
  await expect(bora.own.place).toContainText(bora.words.timeline['do-not-disturb']);
  await expect(ayse.conversations.item('Bora')).toContainText(ayse.words.conversations[quiet]);
  await ayse.conversations.openDirect('Bora');
  await expect(ayse.page.locator('main header')).toContainText(
    ayse.words.timeline['do-not-disturb'],
  );
  await judgeScreen(ayse.page, 'somebody who wants no disturbance');
  await bora.restart();
  await bora.room.isShown('Mutfak');
  await expect(ayse.conversations.item('Bora')).toContainText(ayse.words.conversations[quiet]);
  await bora.own.choose(bora.words.status.presence_available);
  await expect(ayse.conversations.item('Bora')).toContainText(
    ayse.words.conversations.presence_online,
  );
});

test('the card opens from a message and from a mention by keyboard, and the focus goes back', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const keys = ayse.page.keyboard;
  await bora.composer.send('@Ayşe merhaba');
  await ayse.timeline.shows('@Ayşe merhaba', 'Bora');
  const message = ayse.timeline.message('@Ayşe merhaba');
  await message.focus();
  await keys.press('Enter');
  await expect(ayse.card.panel).toBeFocused();
  await expect(ayse.card.panel).toContainText('Bora');
  await keys.press('Escape');
  await expect(ayse.card.panel).toHaveCount(0);
  await expect(message).toBeFocused();

  await keys.press('ArrowRight');
  await keys.press('Enter');
  await expect(ayse.card.panel).toContainText('Ayşe');
  await keys.press('Escape');
  await expect(message.getByRole('button', { name: '@Ayşe' })).toBeFocused();

  // And by hand: the picture beside the conversation's name, the name in the message.
  await message.getByRole('button', { name: 'Bora', exact: true }).click();
  await ayse.card.button('mention').click();
  await expect(ayse.composer.field).toHaveValue('@Bora ');
  await expect(ayse.composer.field).toBeFocused();
});

test('somebody who is offline stands in the list, and reads later what was written', async ({
  openThree,
}) => {
  const { ayse, can } = await openThree();
  await can.stop();
  const { lastSeen } = ayse.words.members;
  await expect(ayse.conversations.item('Can')).toContainText(lastSeen.replace('{{time}}', ''));
  await judgeScreen(ayse.page, 'people who are offline');
  await ayse.conversations.openDirect('Can');
  await ayse.composer.send('see you tomorrow');
  await ayse.timeline.showsSent('see you tomorrow');
  await can.start();
  await can.room.isShown('Mutfak');
  await can.conversations.openDirect('Ayşe');
  await can.timeline.shows('see you tomorrow', 'Ayşe');
});

test('at 400 pixels, in Turkish, one says how one stands and what one does', async ({
  openPerson,
}) => {
  const ayse = await openPerson({ language: 'tr', viewport: narrow });
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await turnTo(ayse, 'list');
  await ayse.own.place.click();
  await judgeScreen(ayse.page, 'the menu behind oneself, narrow');
  await ayse.page.keyboard.press('Escape');
  const at = laterToday();
  await ayse.own.setStatus({ text: 'derste', at });
  const until = new RegExp(`derste, .*${at.replace(':', '\\.')}’\\p{L}+ kadar`, 'u');
  await expect(ayse.own.place).toContainText(until);
  await ayse.own.choose(ayse.words.status.change);
  await judgeScreen(ayse.page, 'setting a status, narrow');
  await ayse.page.keyboard.press('Escape');
  await ayse.own.choose(ayse.words.status.card);
  await expect(ayse.card.panel).toContainText('derste');
  await judgeFit(ayse.page, 'one’s own card, narrow');
});
