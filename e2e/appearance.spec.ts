import type { Page } from 'playwright/test';
import { judgeFit, judgeScreen as judgeAtThisSize } from './harness/judge-screen.ts';
import { HeadlessRoom } from './harness/headless-room.ts';
import type { Person } from './pages/person.ts';
import { RawPeer } from './harness/raw-peer.ts';
import { RawPrivate } from './harness/raw-private.ts';
import { expect, test, type PersonOptions } from './test.ts';
import { isNarrow, turnTo } from './pages/columns.ts';

const long =
  'A line that is long enough to be broken at every size that a window can have, and then some more ' +
  'https://example.com/a/very/long/address/that/has/no/place/to/break/it/anywhere/at/all/in/it/at/all';

const veryLongName = 'Çağla Öztürkoğlu-Yıldırım';

const wide = { width: 1280, height: 800 };
/** Still all columns, but what opens beside a conversation lies over it. */
const middle = { width: 800, height: 600 };
const narrow = { width: 400, height: 700 };

// Each screen is judged in the light and in the dark.
const looks = (['en', 'tr'] as const).flatMap((language) => [
  { seen: `in ${language}, 1280×800 and 800×600`, options: { language, viewport: wide } },
  { seen: `in ${language}, 400×700`, options: { language, viewport: narrow } },
]);

/** At the window's size; what differs at the middle size, where columns lie over each other, is what fits. */
async function judgeScreen(page: Page, name: string): Promise<void> {
  await judgeAtThisSize(page, name);
  if (page.viewportSize()?.width !== wide.width) return;
  await page.setViewportSize(middle);
  await judgeFit(page, `${name} at 800 pixels`);
  await page.setViewportSize(wide);
}

for (const { seen, options } of looks) {
  test.describe(seen, () => {
    test.setTimeout(180_000);

    test('every screen is accessible and fits', async ({ openPerson }) => {
      const person = await openPerson(options);
      await judgeScreen(person.page, 'the welcome');
      await person.welcome.name.fill('');
      await person.welcome.submitJoin();
      await judgeScreen(person.page, 'the welcome with a problem');
      const port = await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
      await fillRoom(person, port);
      await judgeRoom(person);
      await judgeOverlays(person);
    });

    test('a key is compared, and another one stops', async ({ openPerson }) => {
      const person = await openPerson(options);
      const { page, welcome } = person;
      const room = await HeadlessRoom.start('Mutfak');
      await welcome.name.fill('Ayşe');
      await welcome.address.fill(`127.0.0.1:${room.port}`);
      await welcome.joinAction.click();
      await expect(page.getByRole('dialog').locator('figure path')).toBeVisible();
      await judgeScreen(page, 'the key of a room that is new');
      await welcome.joinCompared.click();
      await person.timeline.saysJoined('Ayşe');
      await room.stop();
      const twin = await HeadlessRoom.start('Mutfak', room.port);
      await expect(page.getByText(person.words.roomKey.stopTitle)).toBeVisible({ timeout: 60_000 });
      await expect(page.locator('figure path')).toHaveCount(2);
      await judgeScreen(page, 'another key at a room that is known');
      await twin.stop();
    });

    test('people and contact groups are accessible and fit', async ({ openPerson }) => {
      const { person, bora, cagla } = await withTwo(openPerson, options);
      await judgePeople(person, cagla);
      await judgeContactGroup(person);
      for (const peer of [bora, cagla]) peer.end();
    });

    test('groups and typed commands are accessible and fit', async ({ openPerson }) => {
      const { person, bora, cagla } = await withTwo(openPerson, options);
      await judgeGroup(person);
      await judgeCommands(person);
      for (const peer of [bora, cagla]) peer.end();
    });

    test('roles, rules and what is done to somebody are accessible and fit', async ({
      openPerson,
    }) => {
      const { person, bora, cagla } = await withTwo(openPerson, options);
      await judgeModeration(person);
      for (const peer of [bora, cagla]) peer.end();
    });

    test('private chats are accessible and fit', async ({ openPerson }) => {
      const { person, bora, cagla } = await withTwo(openPerson, options);
      await judgePrivateChat(person, bora);
      await judgeAsk(person, cagla);
      for (const peer of [bora, cagla]) peer.end();
    });
  });
}

/** Somebody who hosts a room with two in it, and has put the host's panel away. */
async function withTwo(
  openPerson: (options: PersonOptions) => Promise<Person>,
  options: PersonOptions,
) {
  const person = await openPerson(options);
  const port = await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await RawPeer.signedIn(port, 'Bora');
  const cagla = await RawPeer.signedIn(port, veryLongName);
  await turnTo(person, 'conversation');
  await person.timeline.saysJoined('Bora');
  // In a narrow window the host's panel lies over the conversation and its buttons.
  await person.hostPanel.open();
  await person.page.keyboard.press('Escape');
  return { person, bora, cagla };
}

async function fillRoom(person: Person, port: number): Promise<void> {
  const others = await Promise.all(
    ['Bora', veryLongName].map((name) => RawPeer.signedIn(port, name)),
  );
  for (const peer of others) await peer.say(long);
  await turnTo(person, 'conversation');
  await person.composer.send('short');
  await person.timeline.showsSent('short');
  others[0]?.end();
}

async function judgeRoom(person: Person): Promise<void> {
  const { page } = person;
  await person.hostPanel.open();
  for (const tab of ['invite', 'activity', 'log', 'options'] as const) {
    await person.hostPanel.tab(tab).click();
    await judgeScreen(page, `the host's panel, ${tab}`);
  }
  await person.hostPanel.option('logTexts').click();
  // In a narrow window the panel lies over the conversation and its buttons.
  await page.keyboard.press('Escape');
  await turnTo(person, 'conversation');
  await expect(page.getByText(person.words.connection.logged)).toBeVisible();
  await judgeScreen(page, 'a room whose log keeps what is said');
  await person.members.open();
  await judgeScreen(page, 'the members');
  await person.search.openHere();
  await person.search.field.fill('line');
  await expect(person.search.hits).toHaveCount(2);
  await judgeScreen(page, 'the search');
  await page.keyboard.press('Escape');
  await turnTo(person, 'list');
  await judgeScreen(page, 'the list');
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

async function judgePeople(person: Person, cagla: RawPeer): Promise<void> {
  const { page, members, card, words } = person;
  await members.open();
  await members.choose(veryLongName, words.contacts.details);
  await card.note.fill(long);
  await card.switch('favourite').click();
  await expect(card.switch('favourite')).toBeChecked();
  await judgeScreen(page, 'a person’s card');
  await card.button('blockAsk').click();
  await expect(person.peopleDialog.dialog).toBeVisible();
  await judgeScreen(page, 'the question before blocking');
  await page.keyboard.press('Escape');
  await expect(person.peopleDialog.dialog).toHaveCount(0);
  await card.block();
  await cagla.say(long);
  await turnTo(person, 'conversation');
  await expect(person.timeline.log.getByText(words.timeline.blocked)).toBeVisible();
  await judgeScreen(page, 'a blocked person');
  if (isNarrow(page)) await members.choose(veryLongName, words.contacts.details);
  await card.button('unblock').click();
  await card.button('back').click();
  await expect(members.favourites).toHaveCount(1);
  await judgeScreen(page, 'the members with a note');
  await page.keyboard.press('Escape');
}

async function judgeContactGroup(person: Person): Promise<void> {
  const { page, contactGroups, words } = person;
  await contactGroups.make('Komşular', []);
  await judgeScreen(page, 'an empty contact group');
  await contactGroups.choose('Komşular', words.contacts.edit);
  await judgeScreen(page, 'the dialog of a contact group');
  await person.peopleDialog.submit(words.contacts.save, { people: ['Bora', veryLongName] });
  await contactGroups.send(long);
  const message = contactGroups.message(long);
  await message.getByRole('button', { name: words.timeline.showEach }).click();
  await judgeScreen(page, 'a contact group');
}

async function judgeGroup(person: Person): Promise<void> {
  const { page, groups, words } = person;
  await groups.openNew();
  await judgeScreen(page, 'the dialog of a new group');
  const name = 'Yaz tatili ve ondan sonrası';
  await person.peopleDialog.submit(words.groups.make, { name, people: ['Bora', veryLongName] });
  await groups.isShown(name);
  await groups.openDetails();
  await judgeScreen(page, 'the details of a group');
  await page.keyboard.press('Escape');
  await person.composer.send('short');
  await person.timeline.showsSent('short');
  await judgeScreen(page, 'a group conversation');
  await groups.leave();
  await turnTo(person, 'conversation');
  await expect(page.getByRole('main')).toContainText(words.groups.leftNote);
  await judgeScreen(page, 'a group that was left');
}

async function judgeCommands(person: Person): Promise<void> {
  const { page, commands, composer } = person;
  await person.conversations.openEveryone();
  await composer.field.fill('/');
  await expect(commands.suggestions).not.toHaveCount(0);
  await judgeScreen(page, 'suggestions');
  for (const line of ['/help', '/users', '/search_message short', '/groups_view', '/nothing']) {
    await composer.enter(line);
    await expect(commands.card).toBeVisible();
    await judgeScreen(page, `what ${line} answers`);
  }
  await composer.field.fill('');
  await page.keyboard.press('Escape');
}

async function judgePrivateChat(person: Person, bora: RawPeer): Promise<void> {
  const { members, words } = person;
  const window = await members.askPrivate('Bora');
  await expect(window.standing).toBeVisible();
  await judgeScreen(window.page, 'a private chat that is asked for');
  const asked = await bora.next(({ type }) => type === 'private-asked');
  const chat = await RawPrivate.accept(bora, asked);
  await window.isOpenWith('Bora');
  await window.send(long);
  await chat.say(bora, 'anladım');
  await window.shows('anladım', 'Bora');
  await judgeScreen(window.page, 'a private chat');
  await judgeScreen(person.page, 'the room beside a private chat');
  await bora.ask({ type: 'end-private', private: chat.id });
  await expect(window.standing).toContainText(words.privateChat.endedForget);
  await judgeScreen(window.page, 'a private chat that is over');
  await window.closeWindow();
  await expect(person.privates.list).toHaveCount(0);
}

async function judgeAsk(person: Person, cagla: RawPeer): Promise<void> {
  await cagla.askPrivately(await cagla.accountOf('Ayşe'));
  await expect(person.privates.askOf(veryLongName)).toBeVisible();
  await judgeScreen(person.page, 'somebody who asks for a private chat');
}

async function judgeModeration(person: Person): Promise<void> {
  const { page, members, card, rules, words } = person;
  const { moderation } = words;
  const press = (name: string) => card.panel.getByRole('button', { name, exact: true }).click();
  await members.choose(veryLongName, words.contacts.details);
  await press(moderation.makeModerator);
  await expect(card.panel.getByText(moderation.role_moderator, { exact: true })).toBeVisible();
  await press(moderation.muteAsk);
  await rules.confirm('mute', long.slice(0, 200));
  await judgeScreen(page, 'the card of somebody who is muted');
  await press(moderation.banAsk);
  await judgeScreen(page, 'the dialog of a ban');
  await page.keyboard.press('Escape');
  await members.choose('Bora', words.contacts.details);
  await press(moderation.banAsk);
  await rules.confirm('ban', long.slice(0, 200));
  await page.keyboard.press('Escape');
  await rules.open('Mutfak');
  await judgeScreen(page, 'the rules');
  await rules.open('Mutfak', 'bans');
  await expect(rules.bans).toHaveCount(1);
  await judgeScreen(page, 'the bans');
  await rules.open('Mutfak', 'record');
  await expect(rules.record).not.toHaveCount(0);
  await judgeScreen(page, 'the record');
}
