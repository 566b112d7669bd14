import { expect, test } from './test.ts';

test('R0.1 R1.4 R2.3 two people chat: one hosts, the other joins by the address', async ({
  openPerson,
}) => {
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await expect(ayse.hostPanel.panel).toContainText(String(port));

  const bora = await openPerson();
  await bora.welcome.join({ name: 'Bora', port });
  await ayse.timeline.saysJoined('Bora');

  await ayse.composer.send('merhaba');
  await ayse.timeline.showsSent('merhaba');
  await bora.timeline.shows('merhaba', 'Ayşe');
  await bora.composer.send('selam, <b>nasılsın</b>?');
  await ayse.timeline.shows('selam, <b>nasılsın</b>?', 'Bora');
  await bora.timeline.showsSent('selam, <b>nasılsın</b>?');
});

test('R2.2 who comes into a room is welcomed', async ({ openPerson }) => {
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await openPerson({ language: 'tr' });
  await bora.welcome.join({ name: 'Bora', port });
  await expect(bora.room.notices).toContainText('Mutfak');
  await expect(bora.room.notices).toContainText('Bora');
});

test('R0.4 a direct message reaches the two of them and nobody else', async ({ openThree }) => {
  const { ayse, bora, can } = await openThree();

  await ayse.conversations.openDirect('Bora');
  await ayse.composer.send('only for you');
  await bora.conversations.openDirect('Ayşe');
  await bora.timeline.shows('only for you', 'Ayşe');
  await bora.composer.send('and back');
  await ayse.timeline.shows('and back', 'Bora');

  // What is said afterwards has reached Can, so what was said before would have.
  await ayse.conversations.openEveryone();
  await ayse.composer.send('for all of you');
  await can.timeline.shows('for all of you', 'Ayşe');
  await expect(can.page.getByText('only for you')).toHaveCount(0);
  await can.conversations.openDirect('Bora');
  await expect(can.timeline.messages).toHaveCount(0);
});

test('R0.3 R0.5 R0.10 R1.2 R1.5 who is online is seen by everyone, at once', async ({
  openPerson,
  openTwo,
}) => {
  const { bora, port } = await openTwo();
  await bora.members.open();
  await expect(bora.members.online.filter({ hasText: 'Ayşe' })).toHaveCount(1);

  const can = await openPerson();
  await can.welcome.join({ name: 'Can', port });
  await bora.timeline.saysJoined('Can');
  await expect(bora.members.online.filter({ hasText: 'Can' })).toHaveCount(1);

  await can.stop();
  await expect(bora.members.online.filter({ hasText: 'Can' })).toHaveCount(0);
  await expect(bora.members.offline.filter({ hasText: 'Can' })).toHaveCount(1);
  await bora.timeline.saysLeft('Can');
});

test('R0.2 R1.3 a name that is taken is refused, and another try is free', async ({
  openPerson,
  openTwo,
}) => {
  const { bora, port } = await openTwo();

  const third = await openPerson();
  await third.welcome.tryToJoin({ name: 'BORA', port });
  await expect(third.welcome.problem).toHaveText(third.words.refusal['name-taken']);
  await expect(third.welcome.name).toBeFocused();
  await third.welcome.name.fill('');
  await third.welcome.submitJoin();
  await expect(third.welcome.problem).toHaveText(third.words.refusal['name-empty']);
  await third.welcome.join({ name: 'Cem', port });
  await third.composer.send('here I am');
  await bora.timeline.shows('here I am', 'Cem');
});

test('R3.1 R3.9 a name with a password asks for it again until it is right', async ({
  openPerson,
}) => {
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe' });
  const bora = await openPerson();
  await bora.welcome.join({ name: 'Bora', port, password: 'correct horse battery' });
  await bora.composer.send('from my desk');

  const laptop = await openPerson();
  await laptop.welcome.tryToJoin({ name: 'Bora', port });
  await expect(laptop.welcome.problem).toHaveText(laptop.words.refusal['password-needed']);
  await laptop.welcome.givePassword('wrong horse');
  await laptop.welcome.submitJoin();
  await expect(laptop.welcome.problem).toHaveText(laptop.words.refusal['wrong-password']);
  // After a wrong one the room takes no other for a second.
  await laptop.welcome.givePassword('correct horse battery');
  await expect(async () => {
    if (await laptop.welcome.joinForm.isVisible()) await laptop.welcome.submitJoin();
    await expect(laptop.timeline.log).toBeVisible({ timeout: 2000 });
  }).toPass();
  await laptop.timeline.shows('from my desk');
});

test('R1.7 an empty message is not sent', async ({ openPerson }) => {
  const ayse = await openPerson();
  await ayse.welcome.host({ name: 'Ayşe' });
  await ayse.composer.field.press('Enter');
  await ayse.composer.field.fill('   ');
  await ayse.composer.field.press('Enter');
  await ayse.composer.field.fill('not empty');
  await ayse.composer.field.press('Enter');
  await ayse.timeline.showsSent('not empty');
  await expect(ayse.timeline.messages).toHaveCount(1);
});

test('a message of several lines, signs and both scripts arrives as it was written', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.composer.field.fill('first line');
  await ayse.composer.field.press('Shift+Enter');
  await ayse.composer.field.pressSequentially('ikinci: "ğüşıöç" & <i>👩‍👩‍👧</i> مرحبا');
  await ayse.composer.field.press('Enter');
  const text = 'first line\nikinci: "ğüşıöç" & <i>👩‍👩‍👧</i> مرحبا';
  await expect(bora.timeline.messages.last()).toContainText('ikinci: "ğüşıöç" & <i>👩‍👩‍👧</i>');
  expect(await bora.timeline.textOf(bora.timeline.messages.last())).toBe(text);
});

test('an address that nobody answers at says what to do', async ({ openPerson }) => {
  const ayse = await openPerson({ language: 'tr' });
  await ayse.welcome.tryToJoin({ name: 'Ayşe', port: 1 });
  await expect(ayse.welcome.problem).toContainText('127.0.0.1:1');
  await ayse.welcome.address.fill('not an address at all');
  await ayse.welcome.submitJoin();
  await expect(ayse.welcome.problem).toBeVisible();
  await expect(ayse.welcome.address).toBeFocused();
});

test('a port in use is answered with another one, a click away', async ({ openPerson }) => {
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe' });
  const bora = await openPerson();
  await bora.welcome.tryToHost({ name: 'Bora', port });
  await expect(bora.welcome.problem).toContainText(String(port));
  await bora.page.getByRole('button', { name: new RegExp(String(port + 1)) }).click();
  await expect(bora.timeline.log).toBeVisible();
});
