import { RawPeer } from './harness/raw-peer.ts';
import { expect, test } from './test.ts';

test('R3.8 R1.8 who loses their computer is offline, was seen, and is online at once on return', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.conversations.openDirect('Bora');
  await ayse.members.open();
  await expect(ayse.members.online.filter({ hasText: 'Bora' })).toHaveCount(1);

  await bora.loseApp();
  const offline = ayse.members.offline.filter({ hasText: 'Bora' });
  await expect(offline).toHaveCount(1);
  const { lastSeen } = ayse.words.members;
  await expect(offline).toContainText(lastSeen.replace('{{time}}', ''));
  await expect(ayse.page.locator('main header')).toContainText(lastSeen.replace('{{time}}', ''));
  await ayse.conversations.openEveryone();
  await ayse.timeline.saysLeft('Bora');

  await bora.start();
  await bora.room.isShown('Mutfak');
  await expect(ayse.members.online.filter({ hasText: 'Bora' })).toHaveCount(1);
});

test('R3.8 who is away is listed so everywhere, and is back at once', async ({ openPerson }) => {
  const ayse = await openPerson({ language: 'tr' });
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await RawPeer.signedIn(port, 'Bora');
  await ayse.members.open();
  await expect(ayse.members.online.filter({ hasText: 'Bora' })).toHaveCount(1);
  await ayse.members.writeTo('Bora');
  await bora.ask({ type: 'set-presence', presence: 'away' });
  await expect(ayse.members.away.filter({ hasText: 'Bora' })).toHaveCount(1);
  const header = ayse.page.locator('main header');
  await expect(header).toContainText(ayse.words.timeline.away);
  await bora.ask({ type: 'set-presence', presence: 'online' });
  await expect(ayse.members.online.filter({ hasText: 'Bora' })).toHaveCount(1);
  await expect(header).toContainText(ayse.words.timeline.online);
  bora.end();
});

test('R0.9 a direct message shows that it has arrived, unless the other one does not want that', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.conversations.openDirect('Bora');
  await ayse.composer.send('vardı mı?');
  await expect(ayse.timeline.deliveredMark('vardı mı?')).toBeVisible();

  await bora.settings.open();
  await bora.settings.switch('receipts').click();
  await bora.settings.switch('reads').click();
  await bora.page.keyboard.press('Escape');
  await ayse.composer.send('peki bu?');
  await bora.conversations.openDirect('Ayşe');
  await bora.timeline.shows('peki bu?', 'Ayşe');
  // What Bora answers afterwards has come, so a mark would have.
  await bora.composer.send('geldi');
  await ayse.timeline.shows('geldi', 'Bora');
  await ayse.timeline.showsSent('peki bu?');
  await expect(ayse.timeline.deliveredMark('peki bu?')).toHaveCount(0);
});
