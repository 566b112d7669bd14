import type { Page } from 'playwright/test';
import { judgeFit } from './harness/judge-screen.ts';
import { Burst } from './harness/burst.ts';
import type { Person } from './pages/person.ts';
import { RawPeer } from './harness/raw-peer.ts';
import { expect, test } from './test.ts';
import { pressInHeader, turnTo } from './pages/columns.ts';

const narrow = { viewport: { width: 400, height: 700 } };

/** Ayşe at a narrow window, and Bora with whom she has begun to write. */
async function withBora(openPerson: (options?: typeof narrow) => Promise<Person>) {
  const ayse = await openPerson(narrow);
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await openPerson();
  await bora.welcome.join({ name: 'Bora', port });
  await turnTo(ayse, 'conversation');
  await ayse.timeline.saysJoined('Bora');
  return { ayse, bora };
}

test('at 400 pixels one goes from the list to a conversation and its details and back', async ({
  openPerson,
}) => {
  const { ayse, bora } = await withBora(openPerson);
  const { page, words, conversations, composer } = ayse;
  await page.getByRole('button', { name: words.conversations.back }).click();
  await expect(conversations.list).toBeVisible();
  await expect(page.locator('main')).toBeHidden();
  await expect(conversations.item(words.conversations.everyone)).toBeFocused();
  await conversations.item('Bora').click();
  await expect(composer.field).toBeFocused();
  await expect(conversations.list).toBeHidden();
  await composer.send('from a narrow window');
  await bora.conversations.openDirect('Ayşe');
  await bora.timeline.shows('from a narrow window', 'Ayşe');
  await page.getByRole('button', { name: words.contacts.details }).click();
  await expect(ayse.card.panel).toBeVisible();
  await expect(composer.field).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(composer.field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(conversations.item('Bora')).toBeFocused();
});

test('at 400 pixels what is typed after Ctrl+K has shown something over the conversation goes where one writes', async ({
  openPerson,
}) => {
  const { ayse } = await withBora(openPerson);
  const { page, composer } = ayse;
  const burst = await Burst.on(page);
  for (const [place, key] of ['s', 'p', 'b', 'e', '.'].entries()) {
    burst.press('k', ['Control']);
    burst.press(key, ['Control']);
    burst.type(`words ${place}`);
    await burst.sent();
    await expect(composer.field).toHaveValue(`words ${place}`);
    await expect(composer.field).toBeFocused();
    burst.press('Enter');
    await burst.sent();
    await ayse.timeline.showsSent(`words ${place}`);
  }
});

test('at 400 pixels the keys that move between conversations go on working', async ({
  openPerson,
}) => {
  const { ayse } = await withBora(openPerson);
  const { page, words, conversations, composer } = ayse;
  await conversations.openDirect('Bora');
  await composer.send('one');
  await ayse.timeline.showsSent('one');
  await turnTo(ayse, 'list');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('log', { name: words.timeline.logEveryone })).toBeVisible();
  await expect(composer.field).toBeFocused();
  await page.keyboard.press('Control+.');
  await expect(ayse.members.panel).toBeVisible();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(ayse.members.panel).toBeHidden();
  await expect(ayse.timeline.message('one')).toBeVisible();
  await turnTo(ayse, 'list');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Bora');
  await page.keyboard.press('Enter');
  await expect(ayse.timeline.message('one')).toBeVisible();
  await page.goBack();
  await expect(conversations.list).toBeVisible();
});

test('what has no place below the field stands behind three dots and does the same', async ({
  openPerson,
}) => {
  const { page, welcome, words, composer } = await openPerson({
    viewport: { width: 640, height: 400 },
  });
  await welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await page.keyboard.press('Escape');
  const bar = page.getByRole('toolbar', { name: words.composer.formatting });
  await expect(bar.getByRole('button', { name: words.composer.format_list })).toHaveCount(0);
  await composer.field.fill('flour');
  // To the first of them, and from there to the last.
  await bar.getByRole('button').first().focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: words.composer.format_list }).click();
  await expect(composer.field).toHaveValue('- flour');
  await expect(composer.field).toBeFocused();
  await page.setViewportSize({ width: 800, height: 400 });
  await expect(bar.getByRole('button', { name: words.composer.formatMore })).toHaveCount(0);
  await bar.getByRole('button', { name: words.composer.format_list }).click();
  await expect(composer.field).toHaveValue('flour');
});

test('what comes while the list or the details lie over a conversation stays unread', async ({
  openPerson,
}) => {
  const { ayse, bora } = await withBora(openPerson);
  await turnTo(ayse, 'list');
  await bora.composer.send('not seen yet');
  await bora.timeline.showsSent('not seen yet');
  const { unread_one } = ayse.words.conversations;
  const entry = ayse.conversations.item(ayse.words.conversations.everyone);
  const unread = unread_one.replace('{{count}}', '1');
  await expect(entry).toContainText(unread);
  // Whoever turns away at once has not read it, and looks again until the next try.
  const look = async () => {
    await turnTo(ayse, 'list');
    const text = await entry.textContent();
    if (!text?.includes(unread)) return text;
    await entry.click();
    await ayse.timeline.shows('not seen yet', 'Bora');
    return text;
  };
  await expect.poll(look, { intervals: [500, 1000, 2000] }).not.toContain(unread);
});

test('a window of one conversation shows nothing else at 400 pixels', async ({ openPerson }) => {
  const { ayse } = await withBora(openPerson);
  const { page, words } = ayse;
  const opened = page.context().waitForEvent('page');
  await page.getByRole('button', { name: words.timeline.moreActions }).click();
  await page.getByRole('menuitem', { name: words.timeline.openWindow }).click();
  const own = await opened;
  await own.setViewportSize(narrow.viewport);
  await expect(own.getByRole('textbox', { name: words.composer.labelEveryone })).toBeFocused();
  await expect(own.getByRole('navigation')).toHaveCount(0);
  await expect(own.getByRole('button', { name: words.conversations.back })).toHaveCount(0);
  await own.keyboard.press('Escape');
  await expect(own.getByRole('log')).toBeVisible();
});

test('the settings’ button covers no word of the welcome at 400 pixels', async ({ openPerson }) => {
  const { page, words } = await openPerson({ ...narrow, language: 'tr' });
  const button = await page.getByRole('button', { name: words.settings.title }).boundingBox();
  const heading = page.getByRole('heading', { level: 1 });
  const text = await heading.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect().toJSON() as { right: number };
  });
  expect(text.right).toBeLessThanOrEqual(button?.x ?? 0);
});

for (const language of ['en', 'tr'] as const) {
  test(`nothing breaks from 400 to 2560 pixels in ${language}, as when zoomed to 200 %`, async ({
    openPerson,
  }) => {
    test.setTimeout(120_000);
    const ayse = await openPerson({ language });
    const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak ve bahçe odası' });
    const { page, conversations, members, hostPanel, words } = ayse;
    const bora = await RawPeer.signedIn(port, 'Bora Öztürkoğlu-Yıldırım');
    await bora.say('word '.repeat(60));
    const screens = [
      ['the host’s panel', () => hostPanel.open()],
      ['the members', () => members.open()],
      ['a direct conversation', () => conversations.openDirect('Bora')],
      ['a person', () => pressInHeader(ayse, words.contacts.details, words.contacts.details)],
      ['everyone', () => conversations.openEveryone()],
      ['the list', () => turnTo(ayse, 'list')],
    ] as const;
    for (const width of [400, 480, 639, 640, 800, 960, 1080, 1280, 1920, 2560]) {
      await page.setViewportSize({ width, height: 700 });
      for (const [name, open] of screens) {
        await open();
        await judgeFit(page, `${name} at ${width} pixels`);
        if (width < 1080 && name !== 'the list') await page.keyboard.press('Escape');
      }
    }
    bora.end();
  });
}

test('a notice covers no heading of what is shown, wherever it comes', async ({ openPerson }) => {
  const ayse = await openPerson({ viewport: { width: 800, height: 600 } });
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await holdNotice(ayse);
  expect(await headingsUnderNotices(ayse.page)).toEqual([]);
  await ayse.page.setViewportSize({ width: 400, height: 700 });
  expect(await headingsUnderNotices(ayse.page)).toEqual([]);
  await ayse.page.setViewportSize({ width: 800, height: 600 });
  await ayse.room.disconnect('Mutfak');
  await expect(ayse.page.getByRole('heading', { level: 1 })).toBeVisible();
  await holdNotice(ayse);
  expect(await headingsUnderNotices(ayse.page)).toEqual([]);
});

/** It goes by itself after a while, but not while it has the focus. */
async function holdNotice({ room, words }: Person): Promise<void> {
  await expect(room.notices).toContainText('Mutfak');
  await room.notices.getByRole('button', { name: words.notice.dismiss }).last().focus();
}

function headingsUnderNotices(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // What follows from the window's width is drawn then.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const boxes = [...document.querySelectorAll('[aria-live="polite"]:not([role]) > *')].map(
      (notice) => notice.getBoundingClientRect(),
    );
    if (boxes.length === 0) throw new Error('There is no notice.');
    // Those below are part of what scrolls, and pass under it.
    const headings = [...document.querySelectorAll('h1, h2')].filter((heading) =>
      heading.checkVisibility({ visibilityProperty: true }),
    );
    const covered = headings.filter((heading) => {
      const own = heading.getBoundingClientRect();
      return boxes.some(
        (box) =>
          box.left < own.right &&
          own.left < box.right &&
          box.top < own.bottom &&
          own.top < box.bottom,
      );
    });
    return covered.map((heading) => heading.textContent);
  });
}

test('what lies over everything keeps the focus as the window becomes narrow and wide again', async ({
  openPerson,
}) => {
  const { page, welcome, hostPanel } = await openPerson();
  await welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await hostPanel.open();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('dialog').getByRole('combobox');
  await expect(field).toBeFocused();
  await page.setViewportSize({ width: 400, height: 800 });
  await expect(page.locator('main')).toBeHidden();
  await expect(field).toBeFocused();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.locator('main')).toBeVisible();
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
});
