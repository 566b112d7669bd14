import type { Locator, Page } from 'playwright/test';
import { expect, test } from './test.ts';
import { Burst } from './harness/burst.ts';
import type { Person } from './pages/person.ts';
import { filled } from '../src-shared/text/filled.ts';
import { pressInHeader } from './pages/columns.ts';

/** As slow as an old computer that is busy with something else. */
const slowdown = 20;
const ways = ['switcher', 'click', 'next', 'unread'] as const;
type Way = (typeof ways)[number];

/** How often something is chosen, by each way in turn; a longer walk by hand with `ODA_SWITCHES=100`. */
const switches = Number(process.env['ODA_SWITCHES'] ?? 12);

test('no key reaches the conversation before, on a slow computer and in one burst of keys', async ({
  openThree,
}) => {
  test.setTimeout(60_000 + switches * 20_000);
  const { ayse, bora, can } = await openThree();
  // With a message in each the order of the list stays as it is.
  for (const name of ['Bora', 'Can']) {
    await ayse.conversations.openDirect(name);
    await ayse.composer.send(`hello ${name}`);
    await ayse.timeline.showsSent(`hello ${name}`);
  }
  await ayse.conversations.openEveryone();
  const burst = await Burst.on(ayse.page);
  // As it stands in the list.
  let order = ['Everyone', 'Can', 'Bora'];
  let shown = 'Everyone';
  const expected = new Map(order.map((name) => [name, '']));
  const say = (name: string, text: string) => {
    expected.set(name, `${expected.get(name)}${text}`);
    burst.type(text);
  };

  for (let turn = 0; turn < switches; turn += 1) {
    const way: Way = ways[turn % ways.length] ?? 'click';
    let next = order[(order.indexOf(shown) + 1) % order.length] ?? '';
    if (way === 'unread') {
      const [sender, name] = shown === 'Bora' ? [can, 'Can'] : [bora, 'Bora'];
      await sender.conversations.openDirect('Ayşe');
      await sender.composer.send(`turn ${turn}`);
      await ayse.conversations.isUnread(name);
      order = ['Everyone', name, ...order.filter((one) => one !== 'Everyone' && one !== name)];
      next = name;
    }
    const place = await burst.middleOf(ayse.conversations.item(next));
    await burst.slow(slowdown);
    say(shown, letter(turn));
    choose(burst, way, { name: next, place });
    say(next, `${turn} `);
    await burst.sent();
    await burst.slow(1);
    shown = next;
  }
  for (const name of order) {
    await ayse.conversations.item(name).click();
    await expect(ayse.composer.field).toHaveValue(expected.get(name) ?? '');
  }
});

function letter(turn: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + (turn % 26));
}

function choose(burst: Burst, way: Way, to: { name: string; place: { x: number; y: number } }) {
  switch (way) {
    case 'switcher':
      burst.press('k', ['Control']);
      burst.type(to.name.slice(0, 2));
      burst.press('Enter');
      break;
    case 'click':
      burst.click(to.place);
      break;
    case 'next':
      burst.press('ArrowDown', ['Alt']);
      break;
    case 'unread':
      burst.press('ArrowDown', ['Alt', 'Shift']);
      break;
  }
}

test('Enter at once after choosing sends in the new conversation', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const burst = await Burst.on(ayse.page);
  await burst.slow(slowdown);
  burst.type('half a thought');
  burst.press('k', ['Control']);
  burst.type('Bora');
  burst.press('Enter');
  burst.type('to you alone');
  burst.press('Enter');
  burst.type('and more');
  await burst.sent();
  await burst.slow(1);
  await ayse.timeline.showsSent('to you alone');
  await expect(ayse.composer.field).toHaveValue('and more');
  await shownTo(bora, 'to you alone');
  await ayse.conversations.openEveryone();
  await expect(ayse.composer.field).toHaveValue('half a thought');
  await expect(ayse.timeline.messages).toHaveCount(0);
});

for (const way of ['its name', 'its keys'] as const)
  test(`what is typed after anything that Ctrl+K does by ${way} goes to what is in front of one`, async ({
    openTwo,
  }) => {
    const { ayse } = await openTwo();
    const { away, files, groups, hostPanel, rooms, saved, search, settings, switcher, timeline } =
      ayse.words;
    const inFront: Named[] = [
      [groups.newAsk, 'g'],
      [search.goToDay, 'd'],
      [settings.title, ','],
      [settings.shortcuts, undefined],
    ];
    const searches: Named[] = [
      [timeline.search, 'f'],
      [search.everywhere, 'F'],
    ];
    const besideIt: Named[] = [
      [files.pane, 'p'],
      [timeline.members, '.'],
      [away.open, 'b'],
      [saved.title, 's'],
      [rooms.copyAddress, 'l'],
      [hostPanel.title, 'e'],
      [switcher.look_dark, '3'],
    ];
    const burst = await Burst.on(ayse.page);
    const said: string[] = [];
    for (const [place, named] of [...inFront, ...searches, ...besideIt].entries()) {
      const [name, key] = named;
      await expect(ayse.composer.field).toBeFocused();
      burst.press('k', ['Control']);
      if (way === 'its name' || key === undefined) {
        burst.type(name);
        burst.press('Enter');
      } else burst.press(key, key === 'F' ? ['Control', 'Shift'] : ['Control']);
      burst.type(`words ${place}`);
      burst.press('Enter');
      await burst.sent();
      if (inFront.includes(named)) await expect(ayse.page.getByRole('dialog')).toBeVisible();
      else if (searches.includes(named))
        await expect(ayse.search.field).toHaveValue(`words ${place}`);
      else said.push(`words ${place}`);
      if (!besideIt.includes(named)) await ayse.page.keyboard.press('Escape');
    }
    await ayse.timeline.showsSent(said.at(-1) ?? '');
    await expect(ayse.composer.field).toHaveValue('');
    await expect(ayse.timeline.messages).toHaveCount(said.length);
  });

/** What it is called, and the key that does it while Ctrl stays down after Ctrl+K. */
type Named = [name: string, key: string | undefined];

test('while Ctrl stays down after Ctrl+K, a key does what its row in the list says', async ({
  openTwo,
}) => {
  const { ayse } = await openTwo();
  const { page, words } = ayse;
  const held = async (key: string) => {
    await page.keyboard.down('Control');
    await page.keyboard.press('k');
    await page.keyboard.press(key);
    await page.keyboard.up('Control');
  };
  const muted = ayse.attention.sign(words.switcher.everyone);
  const dark = page.locator('html[data-theme="dark"]');
  const beside: [key: string, what: Locator][] = [
    ...(
      [
        ['s', words.saved.title],
        ['b', words.away.title],
        ['p', filled(words.files.paneOf, { name: words.switcher.everyone })],
        ['e', words.hostPanel.title],
      ] as const
    ).map(([key, name]): [string, Locator] => [key, page.getByRole('region', { name })]),
    ['3', dark],
    ['7', muted],
  ];
  for (const [key, what] of beside) {
    await expect(what).toHaveCount(0);
    await held(key);
    await expect(what).toBeVisible();
    await expect(ayse.composer.field).toBeFocused();
  }
  const { groups, search, status, topics } = words;
  for (const [key, name] of [
    ['g', groups.new],
    ['d', search.goToDay],
    ['o', topics.find],
    ['u', status.title],
  ] as const) {
    await held(key);
    await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(ayse.composer.field).toBeFocused();
  }
  await held('6');
  await expect(muted).toHaveCount(0);
  await held('2');
  await expect(dark).toHaveCount(0);
});

test('what is typed while a group is made is said in it, and in no other conversation', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.composer.field.fill('half a thought');
  await ayse.groups.openNew();
  await ayse.peopleDialog.name.fill('Tatil');
  await ayse.peopleDialog.person('Bora').check();
  const burst = await Burst.on(ayse.page);
  const { make } = ayse.words.groups;
  const place = await burst.middleOf(ayse.peopleDialog.dialog.getByRole('button', { name: make }));
  await burst.slow(slowdown);
  burst.click(place);
  burst.type('to the group');
  burst.press('Enter');
  burst.type('and more');
  await burst.sent();
  await burst.slow(1);
  await ayse.groups.isShown('Tatil');
  await ayse.timeline.showsSent('to the group');
  await expect(ayse.composer.field).toHaveValue('and more');
  await bora.conversations.item('Tatil').click();
  await bora.timeline.shows('to the group', 'Ayşe');
  await ayse.conversations.openEveryone();
  await expect(ayse.composer.field).toHaveValue('half a thought');
});

test('what is half made is seen above others, and heard, when it is asked for again', async ({
  openTwo,
}) => {
  const { ayse } = await openTwo();
  const { page, words } = ayse;
  const ask = async (key: string) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.press(`Control+${key}`);
  };
  const group = page.getByRole('dialog', { name: words.groups.new, exact: true });
  const status = page.getByRole('dialog', { name: words.status.title, exact: true });
  await ask('g');
  await page.keyboard.type('Trip');
  await ayse.peopleDialog.person('Bora').check();
  await ask('u');
  await page.keyboard.type('in class');
  await expect(group).toHaveCount(0);
  await ask('g');
  await expect(status).toHaveCount(0);
  // It is neither covered nor hidden from listeners.
  await expect(ayse.peopleDialog.person('Bora')).toBeChecked();
  await group.getByRole('textbox', { name: words.contacts.name, exact: true }).click();
  await page.keyboard.type(' to the sea');
  await expect(ayse.peopleDialog.name).toHaveValue('Trip to the sea');
  await page.keyboard.press('Escape');
  await expect(status.getByRole('textbox').first()).toHaveValue('in class');
  await page.keyboard.press('Escape');
  await expect(ayse.composer.field).toBeFocused();
});

test('what is typed as the window of an accepted private chat opens stands in it', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.members.askPrivate('Bora');
  await expect(bora.privates.askOf('Ayşe')).toBeVisible();
  const window = await typedIntoOpening(bora, () => bora.privates.accept('Ayşe'));
  const field = window.getByRole('textbox', {
    name: filled(bora.words.privateChat.write, { name: 'Ayşe' }),
  });
  await expect(field).toHaveValue('only for you alone');
  await expect(field).toBeFocused();
  await expect(bora.composer.field).toHaveValue('');
});

test('what is typed as a conversation opens in its own window stands there', async ({
  openTwo,
}) => {
  const { ayse } = await openTwo();
  await ayse.conversations.openDirect('Bora');
  const { openWindow } = ayse.words.timeline;
  const window = await typedIntoOpening(ayse, () => pressInHeader(ayse, openWindow, openWindow));
  await expect(window.getByRole('textbox')).toHaveValue('only for you alone');
  await expect(ayse.composer.field).toHaveValue('');
});

/** Opens another window and types in it: at once, before any of its scripts runs, and while they run slowly. */
async function typedIntoOpening(person: Person, open: () => Promise<unknown>): Promise<Page> {
  const context = person.page.context();
  let letIn = () => {};
  const held = new Promise<void>((resolve) => (letIn = resolve));
  await context.route('**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  const opened = context.waitForEvent('page');
  await open();
  const page = await opened;
  await expect(page.locator('#typed-early')).toBeFocused();
  const burst = await Burst.on(page);
  await burst.slow(slowdown);
  burst.type('only for you');
  await burst.sent();
  letIn();
  burst.type(' alone');
  await burst.sent();
  await burst.slow(1);
  return page;
}

async function shownTo(person: Person, text: string): Promise<void> {
  await person.conversations.openDirect('Ayşe');
  await person.timeline.shows(text, 'Ayşe');
}

test('what is typed at once after choosing to answer stands in the answer, on a slow computer', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { timeline: words } = bora.words;
  await ayse.composer.send('are you there?');
  await bora.timeline.shows('are you there?', 'Ayşe');
  await bora.timeline.changed('are you there?').click({ button: 'right' });
  const item = bora.page.getByRole('menuitem', { name: words.reply, exact: true });
  const burst = await Burst.on(bora.page);
  const place = await burst.middleOf(item);
  await burst.slow(slowdown);
  burst.click(place);
  burst.type('surely up');
  burst.press('Enter');
  await burst.sent();
  await burst.slow(1);
  await ayse.timeline.shows('surely up', 'Bora');
  await expect(ayse.page.getByRole('region', { name: words.pinned })).toHaveCount(0);
});
