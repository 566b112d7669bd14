import { tabTo } from './harness/keys.ts';
import { expect, test } from './test.ts';
import { filled } from '../src-shared/text/filled.ts';

test('R0.8 what one keeps of a person stays: a note, a favourite, muted, and over a restart', async ({
  openTwo,
}) => {
  const { ayse } = await openTwo();
  await ayse.members.choose('Bora', ayse.words.contacts.details);
  await ayse.card.note.fill('Komşu, üçüncü kat');
  await ayse.card.switch('favourite').click();
  await ayse.card.switch('mute').click();
  await ayse.card.button('back').click();
  await expect(ayse.members.favourites.filter({ hasText: 'Komşu, üçüncü kat' })).toHaveCount(1);

  await ayse.restart();
  await ayse.room.isShown('Mutfak');
  await ayse.members.open();
  await expect(ayse.members.favourites.filter({ hasText: 'Bora' })).toHaveCount(1);
  await ayse.members.choose('Bora', ayse.words.contacts.details);
  await expect(ayse.card.note).toHaveValue('Komşu, üçüncü kat');
  await expect(ayse.card.switch('mute')).toBeChecked();
});

test('R3.3 a blocked person is not heard: their messages are folded, their asks declined', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.members.choose('Bora', ayse.words.contacts.details);
  await ayse.card.block();
  await expect(ayse.card.button('unblock')).toBeVisible();
  await bora.composer.send('can you hear me?');
  await expect(ayse.timeline.log.getByText(ayse.words.timeline.blocked)).toBeVisible();
  await expect(ayse.timeline.message('can you hear me?')).toHaveCount(0);
  const asked = await bora.members.askPrivate('Ayşe');
  const { ended_declined } = bora.words.privateChat;
  await expect(asked.standing).toContainText(filled(ended_declined, { name: 'Ayşe' }));
  await expect(ayse.privates.asks).toBeEmpty();

  await ayse.card.button('unblock').click();
  await ayse.timeline.shows('can you hear me?', 'Bora');
});

test('R0.8 R0.9 what is written to a contact group reaches each person singly, also who is offline', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  await can.stop();
  await ayse.members.open();
  await expect(ayse.members.offline.filter({ hasText: 'Can' })).toHaveCount(1);

  await ayse.contactGroups.make('Aile', ['Bora', 'Can']);
  await expect(ayse.contactGroups.people).toContainText(['Bora', 'Can']);
  await ayse.contactGroups.send('akşam yemeği?');
  const { deliveredTo, copyDelivered } = ayse.words.contacts;
  const message = ayse.contactGroups.message('akşam yemeği?');
  await expect(message).toContainText(filled(deliveredTo, { delivered: 1, all: 2 }));
  await message.getByRole('button', { name: ayse.words.timeline.showEach }).click();
  const copies = message.getByRole('list').getByRole('listitem');
  await expect(copies.filter({ hasText: 'Bora' })).toContainText(copyDelivered);
  await expect(copies.filter({ hasText: 'Can' })).toContainText(ayse.words.timeline.sent);

  await bora.conversations.openDirect('Ayşe');
  await bora.timeline.shows('akşam yemeği?', 'Ayşe');
  await can.start();
  await can.room.isShown('Mutfak');
  await can.conversations.openDirect('Ayşe');
  await can.timeline.shows('akşam yemeği?', 'Ayşe');
  await expect(copies.filter({ hasText: 'Can' })).toContainText(copyDelivered);
  await expect(message).toContainText(filled(deliveredTo, { delivered: 2, all: 2 }));

  // In one's own history it stands once with each of them, and nowhere else.
  for (const name of ['Bora', 'Can']) {
    await ayse.conversations.openDirect(name);
    await expect(ayse.timeline.messages).toHaveCount(1);
    await ayse.timeline.shows('akşam yemeği?', 'Ayşe');
  }
  await ayse.conversations.openEveryone();
  await expect(ayse.timeline.messages).toHaveCount(0);
});

test('R0.8 a contact group is filled by dragging and by the keyboard, renamed, deleted and brought back', async ({
  openThree,
}) => {
  const { ayse } = await openThree();
  const { contacts } = ayse.words;
  await ayse.contactGroups.make('Kat', []);
  await ayse.members.open();
  await ayse.members.entry('Bora').dragTo(ayse.contactGroups.entry('Kat'));
  await expect(ayse.contactGroups.people).toContainText(['Bora']);

  const keys = ayse.page.keyboard;
  await ayse.members.entry('Can').focus();
  await keys.press('Tab');
  await keys.press('Enter');
  await expect(ayse.page.getByRole('menu')).toBeVisible();
  await keys.type(contacts.groups.slice(0, 9));
  await keys.press('ArrowRight');
  await expect(ayse.page.getByRole('menuitemcheckbox', { name: 'Kat' })).toBeFocused();
  await keys.press('Enter');
  await expect(ayse.contactGroups.people).toContainText(['Bora', 'Can']);
  await keys.press('Escape');
  await keys.press('Escape');

  await ayse.contactGroups.choose('Kat', contacts.edit);
  await ayse.peopleDialog.submit(contacts.save, { name: 'Üst kat' });
  await expect(ayse.contactGroups.entry('Üst kat')).toBeVisible();
  await ayse.contactGroups.choose('Üst kat', contacts.remove);
  await expect(ayse.contactGroups.list).toHaveCount(0);
  await tabTo(ayse.room.notices.getByRole('button', { name: contacts.undo }));
  await keys.press('Enter');
  await ayse.contactGroups.entry('Üst kat').click();
  await expect(ayse.contactGroups.people).toContainText(['Bora', 'Can']);
});
