import { HeadlessRoom } from './harness/headless-room.ts';
import { RawPeer } from './harness/raw-peer.ts';
import { expect, test } from './harness/test.ts';

const count = 20_000;

/** Through the wire, as fast as a room without message limits takes it. */
async function fill(port: number): Promise<void> {
  const writer = await RawPeer.signedIn(port, 'Kâtip');
  const atOnce = 20;
  for (let sent = 0; sent < count; sent += atOnce) {
    const answers = Array.from({ length: atOnce }, (_, index) =>
      writer.say(`line ${sent + index + 1} ${'lorem ipsum '.repeat((sent + index) % 7)}`),
    );
    for (const answer of await Promise.all(answers)) expect(answer.type).toBe('ok');
  }
  writer.end();
}

test('R0.6 20,000 messages: scrolling shows no blank frame, search reaches the first one', async ({
  openPerson,
}) => {
  test.setTimeout(180_000);
  const room = await HeadlessRoom.start('Archive');
  await fill(room.port);
  const ayse = await openPerson();
  await ayse.welcome.join({ name: 'Ayşe', port: room.port });
  await ayse.timeline.shows(`line ${count} ${'lorem ipsum '.repeat((count - 1) % 7)}`.trim());

  // The copy of the room is fetched backwards, until the first message can be found.
  await ayse.search.openHere();
  await expect(async () => {
    await ayse.search.field.fill('');
    await ayse.search.field.fill('"line 1 "');
    await ayse.search.field.fill('line 1');
    await expect(ayse.page.getByRole('option').first()).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await ayse.page.keyboard.press('Escape');

  const blank = await ayse.timeline.scrollUp({ pages: 60 });
  expect(blank).toEqual([]);
  await expect(ayse.timeline.messages.first()).toBeVisible();
  await room.stop();
});
