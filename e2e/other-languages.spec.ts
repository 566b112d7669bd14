import { judgeFit } from './harness/judge-screen.ts';
import { pseudo, pseudoRightToLeft, type StandIn } from './harness/pseudo.ts';
import { RawPeer } from './harness/raw-peer.ts';
import { pressInHeader } from './pages/columns.ts';
import type { Person } from './pages/person.ts';
import { expect, test } from './test.ts';

const widths = [2560, 1280, 800, 400, 320];

const languages: [name: string, standIn: StandIn][] = [
  ['longer words', pseudo],
  ['words that are read from right to left', pseudoRightToLeft],
];

/** Each opened in a wide window, and looked at in all. */
function screensOf(person: Person): [name: string, open: () => Promise<unknown>][] {
  const { page, words, hostPanel, members, conversations, search, rules, settings } = person;
  const escape = () => page.keyboard.press('Escape');
  const tabs = (['invite', 'activity', 'log', 'options'] as const).map(
    (tab): [string, () => Promise<unknown>] => [
      `the host’s panel, ${tab}`,
      async () => {
        await hostPanel.open();
        await hostPanel.tab(tab).click();
      },
    ],
  );
  return [
    ['everyone', () => conversations.openEveryone()],
    ...tabs,
    ['the members', () => members.open()],
    ['the search', () => search.openHere()],
    ['a direct conversation', () => escape().then(() => conversations.openDirect('Bora'))],
    ['a person', () => pressInHeader(person, words.contacts.details, words.contacts.details)],
    ['the rules', () => rules.open('Mutfak')],
    ['the settings', () => settings.open()],
    ['what Ctrl+K finds', () => escape().then(() => page.keyboard.press('Control+k'))],
    ['the list of shortcuts', () => escape().then(() => settings.openShortcuts())],
    ['the files', () => escape().then(() => person.files.openPane())],
    ['the list of topics', () => escape().then(() => person.topics.openList())],
  ];
}

for (const [name, standIn] of languages) {
  test(`no layout breaks by ${name}, from 320 to 2560 pixels`, async ({ openPerson }) => {
    const person = await openPerson({ standIn });
    const { page, words } = person;
    const judge = async (screen: string) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        await judgeFit(page, `${screen} at ${width} pixels`);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    await expect(page.getByRole('heading', { name: words.welcome.title })).toBeVisible();
    await judge('the welcome');
    const port = await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    const bora = await RawPeer.signedIn(port, 'Bora');
    await bora.say('one line');
    for (const [screen, open] of screensOf(person)) {
      await open();
      await judge(screen);
    }
    bora.end();
  });
}

test('what is read from right to left begins at the right, and names keep their own direction', async ({
  openPerson,
}) => {
  const person = await openPerson({ standIn: pseudoRightToLeft });
  const { page, composer, timeline } = person;
  await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await composer.send('written from left to right');
  await timeline.showsSent('written from left to right');
  const list = await page.getByRole('navigation').last().boundingBox();
  const main = await page.getByRole('main').boundingBox();
  expect(list?.x).toBeGreaterThan(main?.x ?? Infinity);
  const directionOf = (locator: ReturnType<typeof page.locator>) =>
    locator.evaluate((element) => getComputedStyle(element).direction);
  expect(await directionOf(page.locator('html'))).toBe('rtl');
  expect(await directionOf(timeline.log.locator('bdi', { hasText: 'Ayşe' }).first())).toBe('ltr');
  expect(await directionOf(timeline.message('written from left to right').locator('p'))).toBe(
    'ltr',
  );
});

test('a text in Arabic is read from right to left in an English window', async ({ openPerson }) => {
  const person = await openPerson();
  await person.welcome.host({ name: 'ليلى', roomName: 'Mutfak' });
  await person.composer.send('مرحبا بكم');
  await person.timeline.showsSent('مرحبا بكم');
  const { log } = person.timeline;
  for (const arabic of [
    log.locator('bdi', { hasText: 'ليلى' }).first(),
    log.locator('p', { hasText: 'مرحبا' }),
  ])
    expect(await arabic.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
});

test('a name in a line of who came is read in its own direction, and a click shows the card', async ({
  openPerson,
}) => {
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const leyla = await openPerson();
  await leyla.welcome.join({ name: 'ليلى', port });
  const name = ayse.timeline.log.getByRole('button', { name: 'ليلى', exact: true });
  const { direction } = await name
    .locator('bdi')
    .evaluate((element) => ({ direction: getComputedStyle(element).direction }));
  expect(direction).toBe('rtl');
  await name.click();
  await expect(ayse.card.panel.getByRole('heading', { name: 'ليلى' })).toBeVisible();
});
