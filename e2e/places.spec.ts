import type { Locator } from 'playwright/test';
import { expect, test } from './test.ts';
import type { Person } from './pages/person.ts';

const words = 'Long enough that its lines break anew whenever the window gets another width. ';

/** A conversation that is higher than the window, whose rows are of many heights. */
async function talk({ ayse, bora }: { ayse: Person; bora: Person }): Promise<void> {
  for (let number = 1; number <= 12; number += 1) {
    const sender = number % 3 === 0 ? ayse : bora;
    await sender.composer.send(`${number}: ${words.repeat(1 + (number % 5) * 3)}`);
  }
  // Each of them has all that the other one said, and nothing of one's own is on its way.
  for (const reader of [ayse, bora]) {
    await expect(reader.timeline.messages).toHaveCount(12);
    await expect(reader.timeline.sending).toHaveCount(0);
  }
}

/** How far below the lower edge of the log its newest message ends, in pixels. */
function below(log: Locator): Promise<number> {
  return log.evaluate((area) => {
    const rows = area.querySelectorAll('[role="listitem"]');
    const end = rows[rows.length - 1]?.getBoundingClientRect().bottom ?? 0;
    return Math.max(0, Math.round(end - area.getBoundingClientRect().bottom));
  });
}

/** Where the message with this number stands below the upper edge of the log, in pixels. */
function placeOf(log: Locator, number: number): Promise<number> {
  return log.evaluate((area, wanted) => {
    const rows = [...area.querySelectorAll('[role="listitem"]')];
    const row = rows.find((one) => one.textContent.includes(`${wanted}: Long`));
    if (!row) throw new Error(`There is no message ${wanted}`);
    return row.getBoundingClientRect().top - area.getBoundingClientRect().top;
  }, number);
}

test('the bottom stays the bottom, whatever opens beside it and however wide the window gets', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await talk({ ayse, bora });
  const { log } = ayse.timeline;
  const staysAtEnd = () => expect.poll(() => below(log)).toBe(0);
  await staysAtEnd();
  await ayse.members.open();
  await staysAtEnd();
  await ayse.hostPanel.open();
  await staysAtEnd();
  for (const [width, height] of [
    [1100, 800],
    [1920, 600],
    [1280, 420],
    [1090, 900],
  ] as const) {
    await ayse.page.setViewportSize({ width, height });
    await staysAtEnd();
  }
  await ayse.composer.field.fill('one\ntwo\nthree\nfour\nfive');
  await staysAtEnd();
});

test('who has scrolled up stays where they read when a panel opens and closes', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await talk({ ayse, bora });
  const { log } = ayse.timeline;
  await ayse.timeline.scrollUp({ pages: 1 });
  const read = await log.evaluate((area) => {
    const { top } = area.getBoundingClientRect();
    const rows = [...area.querySelectorAll('[role="listitem"]')];
    const first = rows.find((row) => row.getBoundingClientRect().top >= top);
    return Number(/(\d+): Long/.exec(first?.textContent ?? '')?.[1]);
  });
  const before = await placeOf(log, read);
  const stays = () =>
    expect.poll(async () => Math.abs((await placeOf(log, read)) - before)).toBeLessThan(2);
  await ayse.members.open();
  await stays();
  await ayse.page.setViewportSize({ width: 1100, height: 800 });
  await stays();
  await ayse.page.setViewportSize({ width: 1600, height: 800 });
  await stays();
});

test('the host’s log opens at its end, and what comes is followed there', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.hostPanel.open();
  // Of lines that break, which are higher than was reckoned before they are laid out.
  await ayse.hostPanel.tab('options').click();
  await ayse.hostPanel.option('logTexts').click();
  await talk({ ayse, bora });
  await ayse.page.setViewportSize({ width: 1280, height: 500 });
  await ayse.hostPanel.tab('log').click();
  const { logArea } = ayse.hostPanel;
  const newest = ayse.hostPanel.logLines.last();
  const endsBelow = () =>
    logArea.evaluate((area) => Math.round(area.scrollHeight - area.scrollTop - area.clientHeight));
  await expect(newest).toBeInViewport();
  await expect.poll(endsBelow).toBe(0);
  await bora.composer.send('one more');
  await ayse.timeline.shows('one more', 'Bora');
  await expect.poll(endsBelow).toBe(0);
});

test('who sees the newest message is at the end, also after a jump or when the window grows', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await bora.composer.send('a word to find');
  await ayse.timeline.shows('a word to find', 'Bora');
  // It says so where there is something new.
  const { newest: toNewest, below: toNew } = ayse.words.timeline;
  const newest = ayse.page
    .getByRole('button', { name: toNewest })
    .or(ayse.page.getByRole('button', { name: toNew }));
  await ayse.search.openHere();
  await ayse.search.field.fill('word');
  await ayse.search.hits.first().click();
  await expect(ayse.search.chosen).toContainText('a word to find');
  await expect(newest).toHaveCount(0);
  await ayse.page.keyboard.press('Escape');
  const long = Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n');
  await bora.composer.send(long);
  await expect(ayse.timeline.messages).toHaveCount(2);
  await ayse.timeline.log.evaluate((area) => area.scrollTo(0, 0));
  await expect(newest).toBeVisible();
  // Over no beginning of a line: at the end of the column, and beside it where there is room.
  const [log, way] = [await ayse.timeline.log.boundingBox(), await newest.boundingBox()];
  expect(way?.x).toBeGreaterThan((log?.x ?? 0) + (log?.width ?? 0) / 2);
  await ayse.page.setViewportSize({ width: 1920, height: 2400 });
  await expect(newest).toHaveCount(0);
});

test('what is read and where it is written are one column of at most 760 pixels', async ({
  openPerson,
}) => {
  const ayse = await openPerson({ viewport: { width: 1920, height: 1080 } });
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await ayse.composer.send(words.repeat(8));
  await ayse.timeline.showsSent(words.repeat(8).trim());
  const [field, face, text] = [
    ayse.composer.field.locator('..'),
    ayse.timeline.messages.locator('button').first(),
    ayse.timeline.messages.locator('p').first(),
  ].map(edgesOf);
  expect((await field)?.width).toBe(760);
  expect((await face)?.left).toBe((await field)?.left);
  expect((await text)?.right).toBeLessThanOrEqual((await field)?.right ?? 0);
  expect((await text)?.width).toBeGreaterThan(600);
});

function edgesOf(part: Locator): Promise<{ left: number; right: number; width: number }> {
  return part.evaluate((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return { left, right, width };
  });
}
