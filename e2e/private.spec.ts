import { tabTo } from './harness/keys.ts';
import { RawPeer } from './harness/raw-peer.ts';
import { RawPrivate } from './harness/raw-private.ts';
import { expect, test } from './test.ts';
import { filled } from '../src-shared/text/filled.ts';
import { PrivatePage } from './pages/private-page.ts';

test('R3.3 R3.4 R3.5 a private chat is asked for, accepted, held between two, and left', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();

  // Can is in the middle of a sentence when he is asked, and goes on with it.
  await can.composer.field.pressSequentially('half a sent');
  const borasWindow = await bora.members.askPrivate('Can');
  await expect(borasWindow.standing).toContainText('Can');
  await expect(can.privates.askOf('Bora')).toBeVisible();
  await expect(can.composer.field).toBeFocused();
  await can.composer.field.pressSequentially('ence');
  await expect(can.composer.field).toHaveValue('half a sentence');

  const cansWindow = await can.privates.accept('Bora');
  await cansWindow.isOpenWith('Bora');
  await borasWindow.isOpenWith('Can');
  await expect(can.privates.askOf('Bora')).toHaveCount(0);
  await borasWindow.send('gizli söz');
  await cansWindow.shows('gizli söz', 'Bora');
  await cansWindow.send('bir tane daha');
  await borasWindow.shows('bir tane daha', 'Can');

  // The others talk on; what reaches Ayşe afterwards shows that nothing else will come.
  await bora.composer.send('to everybody');
  await ayse.timeline.shows('to everybody', 'Bora');
  await ayse.composer.send('I hear you');
  await can.timeline.shows('I hear you', 'Ayşe');
  await expect(ayse.page.getByText('gizli')).toHaveCount(0);
  await expect(ayse.privates.list).toHaveCount(0);
  await bora.search.openEverywhere();
  await bora.search.field.fill('gizli');
  await expect(bora.search.panel).toContainText(bora.words.search.none);

  await borasWindow.leave();
  await expect(cansWindow.standing).toContainText(
    filled(can.words.privateChat.ended_left, { name: 'Bora' }),
  );
  await expect(cansWindow.field).toHaveCount(0);
  await cansWindow.closeWindow();
  await expect(can.privates.list).toHaveCount(0);
  await expect(bora.privates.list).toHaveCount(0);

  await ayse.hostPanel.open();
  await ayse.hostPanel.tab('log').click();
  await ayse.hostPanel.filterLog('logKind', ayse.words.hostPanel.logKind_privates);
  await expect(ayse.hostPanel.logLines).toHaveCount(3);
  await expect(ayse.hostPanel.logLines).toContainText([/Bora.*Can/, /Bora.*Can/, /Bora.*Can/]);
  await expect(ayse.hostPanel.panel).not.toContainText('gizli');
});

test('R3.3 a private chat is declined, or the one who is asked is busy, and both are told', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();

  const declined = await bora.members.askPrivate('Can');
  await can.privates.decline('Bora');
  await expect(declined.standing).toContainText(
    filled(bora.words.privateChat.ended_declined, { name: 'Can' }),
  );
  await expect(can.privates.asks).toBeEmpty();
  await declined.closeWindow();
  await expect(bora.privates.list).toHaveCount(0);

  const asked = await bora.members.askPrivate('Can');
  const answered = await can.privates.accept('Bora');
  await asked.isOpenWith('Can');
  const busy = await ayse.members.askPrivate('Can');
  await expect(busy.standing).toContainText(
    filled(ayse.words.privateChat.ended_busy, { name: 'Can' }),
  );
  await expect(can.privates.asks).toBeEmpty();
  await asked.send('still here');
  await answered.shows('still here', 'Bora');
});

test('R3.3 who is asked and leaves is told of, and nobody can be asked who is not here', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  await can.stop();
  await ayse.members.open();
  await expect(ayse.members.offline.filter({ hasText: 'Can' })).toHaveCount(1);
  const item = await ayse.members.menuItem('Can', ayse.words.contacts.askPrivate);
  await expect(item).toBeDisabled();
  await ayse.page.keyboard.press('Escape');
  await ayse.composer.send('@PM Can');
  await expect(ayse.room.notices).toContainText(ayse.words.refusal['member-offline']);
  await ayse.composer.enter('@PM Ayşe');
  await expect(ayse.commands.card).toContainText(ayse.words.refusal['private-with-self']);

  const window = await ayse.members.askPrivate('Bora');
  await expect(bora.privates.askOf('Ayşe')).toBeVisible();
  await bora.stop();
  await expect(window.standing).toContainText(ayse.words.privateChat.endedForget);
});

test('R3.3 two who ask each other at once meet in one private chat', async ({ openPerson }) => {
  const ayse = await openPerson({ language: 'tr' });
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await RawPeer.signedIn(port, 'Bora');
  const window = await ayse.members.askPrivate('Bora');
  const asked = await bora.next(({ type }) => type === 'private-asked');
  const { private: id } = asked;
  const account = await bora.accountOf('Ayşe');
  const crossed = { type: 'ok', private: id, state: 'crossed' };
  expect(await bora.askPrivately(account)).toMatchObject(crossed);
  await RawPrivate.accept(bora, asked);
  await window.isOpenWith('Bora');
  await expect(ayse.privates.list.getByRole('button')).toHaveCount(1);
  bora.end();
});

test('R3.5 a private chat waits for one whose connection is lost, and goes on with what was said meanwhile', async ({
  openPerson,
}) => {
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await RawPeer.signedIn(port, 'Bora');
  const window = await ayse.members.askPrivate('Bora');
  const asked = await bora.next(({ type }) => type === 'private-asked');
  const chat = await RawPrivate.accept(bora, asked);
  await window.isOpenWith('Bora');

  bora.end();
  const { interruptedPartner } = ayse.words.privateChat;
  await expect(window.standing).toContainText(filled(interruptedPartner, { name: 'Bora' }));
  await window.send('are you there?');
  const back = await RawPeer.signedIn(port, 'Bora', bora);
  const heard = await back.next(({ type }) => type === 'private-message');
  expect([heard['private'], chat.read(heard)]).toEqual([chat.id, 'are you there?']);
  await expect(window.standing).toHaveCount(0);
  await chat.say(back, 'again');
  await window.shows('again', 'Bora');
  back.end();
});

test('R3.5 the text of a private chat is gone with its window', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const first = await ayse.members.askPrivate('Bora');
  const second = await bora.privates.accept('Ayşe');
  await first.isOpenWith('Bora');
  await first.send('for your eyes only');
  await second.shows('for your eyes only', 'Ayşe');
  await first.closeWindow();
  await expect(second.standing).toContainText(
    filled(bora.words.privateChat.ended_left, { name: 'Ayşe' }),
  );
  await second.closeWindow();
  await expect(bora.privates.list).toHaveCount(0);

  const again = await ayse.members.askPrivate('Bora');
  const accepted = await bora.privates.accept('Ayşe');
  await again.isOpenWith('Bora');
  await again.send('a new beginning');
  await accepted.shows('a new beginning', 'Ayşe');
  await expect(accepted.page.getByText('for your eyes only')).toHaveCount(0);
  await expect(again.page.getByText('for your eyes only')).toHaveCount(0);
});

test('R3.3 R3.5 a private chat by the keyboard alone, in Turkish', async ({ openPerson }) => {
  const ayse = await openPerson({ language: 'tr' });
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await openPerson({ language: 'tr' });
  await bora.welcome.join({ name: 'Bora', port });
  await ayse.members.open();
  await expect(ayse.members.online.filter({ hasText: 'Bora' })).toHaveCount(1);

  await ayse.composer.field.focus();
  await ayse.page.keyboard.type('@PM bora');
  const ayses = await PrivatePage.openedBy(ayse, () => ayse.page.keyboard.press('Enter'));

  const { accept, leave, ended_left } = ayse.words.privateChat;
  await tabTo(bora.privates.askOf('Ayşe').getByRole('button', { name: accept }));
  const boras = await PrivatePage.openedBy(bora, () => bora.page.keyboard.press('Enter'));
  await boras.isOpenWith('Ayşe');
  await expect(boras.field).toBeFocused();
  await boras.page.keyboard.type('yalnız sana');
  await boras.page.keyboard.press('Enter');
  await ayses.shows('yalnız sana', 'Bora');
  await tabTo(boras.page.getByRole('button', { name: leave }), 'Shift+Tab');
  const closed = boras.page.waitForEvent('close');
  // The window is gone before the key is up again.
  await boras.page.keyboard.down('Enter');
  await closed;
  await expect(ayses.standing).toContainText(filled(ended_left, { name: 'Bora' }));
});
