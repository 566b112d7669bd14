import { HeadlessRoom } from './harness/headless-room.ts';
import { RawPeer } from './harness/raw-peer.ts';
import type { Person } from './pages/person.ts';
import { expect, test } from './test.ts';

const count = 20_000;

/** Through the wire, as fast as a room without message limits takes it. */
async function fill(port: number, lines: number): Promise<void> {
  const writer = await RawPeer.signedIn(port, 'Kâtip');
  await writer.say('the very first words');
  const atOnce = 20;
  for (let sent = 1; sent < lines; sent += atOnce) {
    const answers = Array.from({ length: atOnce }, (_, index) =>
      writer.say(`line ${sent + index} ${'lorem ipsum '.repeat((sent + index) % 7)}`),
    );
    // Once for all of them: each expectation is a step that Playwright keeps.
    expect(new Set((await Promise.all(answers)).map(({ type }) => type))).toEqual(new Set(['ok']));
  }
  await writer.say('the very last words');
  writer.end();
}

/** The number of the oldest line that stands in the timeline; what is far from the screen does not stand there. */
async function oldestShown({ timeline }: Person): Promise<number> {
  const lines = await timeline.log
    .getByText(/^line \d+/)
    .first()
    .textContent();
  return Number(lines?.split(' ')[1]);
}

let room: HeadlessRoom | undefined;

// Also when the test fails on its way: no program outlives it.
test.afterEach(() => room?.stop());

test('R0.6 20,000 messages scroll without a blank frame, and the first one is found', async ({
  openPerson,
}) => {
  test.setTimeout(360_000);
  room = await HeadlessRoom.start('Archive');
  await fill(room.port, count);
  const ayse = await openPerson();
  await ayse.welcome.join({ name: 'Ayşe', port: room.port });
  await ayse.timeline.shows('the very last words', 'Kâtip');

  // How far one gets at a time depends on how fast the older pages come.
  const blank: number[] = [];
  await expect(async () => {
    blank.push(...(await ayse.timeline.scrollUp({ pages: 60 })));
    expect(await oldestShown(ayse)).toBeLessThan(count - 500);
  }).toPass({ timeout: 120_000 });
  expect(blank).toEqual([]);

  // The copy of the room is fetched backwards, until the first message can be found.
  await ayse.search.openHere();
  await expect(async () => {
    await ayse.search.field.fill('');
    await ayse.search.field.fill('very first');
    await expect(ayse.search.hits).toHaveCount(1, { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await ayse.search.hits.first().click();
  await ayse.timeline.shows('the very first words', 'Kâtip');
  expect(await room.stop()).toBe(0);
});

test('what is far from the screen rests, as high as it is when it is laid out', async ({
  openPerson,
}) => {
  room = await HeadlessRoom.start('Archive');
  await fill(room.port, 200);
  const ayse = await openPerson();
  await ayse.welcome.join({ name: 'Ayşe', port: room.port });
  const { log } = ayse.timeline;
  await ayse.timeline.shows('the very last words', 'Kâtip');
  await expect.poll(() => log.locator('[data-part]').count()).toBeGreaterThan(6);
  // Never seen, only laid out once.
  await expect(log.locator('[data-part]').first()).toHaveAttribute('data-resting');
  await expect(log.locator('[data-part]').last()).not.toHaveAttribute('data-resting');
  const [skipped, atRest, laidOut] = await log.evaluate((area) => {
    const all = [...area.querySelectorAll<HTMLElement>('[data-part]')];
    const isSkipped = (part: HTMLElement) =>
      !part.firstElementChild?.checkVisibility({ contentVisibilityAuto: true });
    const seen = [all.filter(isSkipped).length, area.scrollHeight];
    for (const part of all) part.removeAttribute('data-resting');
    return [...seen, area.scrollHeight];
  });
  expect(skipped).toBeGreaterThan(0);
  expect(laidOut).toBe(atRest);
  expect(await room.stop()).toBe(0);
});
