import { expect, test } from './test.ts';
import { filled } from '../src-shared/text/filled.ts';

test('R0.5 R0.6 R0.7 who is here and what was said is asked for by typing, and nobody else sees it', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await bora.composer.send('sel geliyor');
  await ayse.timeline.shows('sel geliyor', 'Bora');
  await ayse.conversations.openDirect('Bora');
  await ayse.composer.send('selam');
  await ayse.timeline.showsSent('selam');

  await ayse.composer.send('/users');
  const { card } = ayse.commands;
  await expect(card).toContainText(filled(ayse.words.typed.people_other, { count: 2 }));
  await expect(card.getByRole('listitem')).toContainText(['Ayşe', 'Bora']);
  await ayse.composer.send('/search_message SEL');
  await expect(card.getByRole('listitem')).toHaveCount(2);
  await expect(card.getByRole('listitem')).toContainText(['selam', 'sel geliyor']);
  await ayse.composer.send('/search_person bora');
  await expect(card.getByRole('listitem')).toHaveCount(1);
  await expect(card.getByRole('listitem')).toContainText(['selam']);
  await ayse.composer.send('/help');
  await expect(card).toContainText('/group_message');
  await ayse.page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(ayse.composer.field).toBeFocused();

  // Text that only looks like a command is said.
  await ayse.composer.send('//users');
  await ayse.timeline.showsSent('/users');
  await expect(ayse.timeline.messages).toHaveCount(2);
});

test('R0.4 R0.8 R0.9 NAME~TEXT and the commands of contact groups, as the reference systems have them', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  const { typed } = ayse.words;
  const { card } = ayse.commands;
  await ayse.composer.send('bora~merhaba');
  await expect(card).toContainText(filled(typed['done_direct-written'], { name: 'Bora' }));
  await bora.conversations.openDirect('Ayşe');
  await bora.timeline.shows('merhaba', 'Ayşe');

  await ayse.composer.enter('borra~gizli');
  await expect(card).toContainText(
    filled(typed['problem_near-name'], { name: 'borra', meant: 'Bora' }),
  );
  await expect(ayse.composer.field).toHaveValue('borra~gizli');

  await ayse.composer.send('/group_name_add Aile');
  await expect(ayse.contactGroups.entry('Aile')).toBeVisible();
  await ayse.composer.send('/group_person_add Aile~Bora');
  await expect(card).toContainText(filled(typed['done_person-added'], { name: 'Bora' }));
  await ayse.composer.send('/group_person_add aile can');
  await expect(card).toContainText(filled(typed['done_person-added'], { name: 'Can' }));
  await ayse.composer.send('/groups_view');
  await expect(card).toContainText(/Aile.*Bora.*Can/);
  await ayse.composer.send('/group_message Aile~yemek hazır');
  await can.conversations.openDirect('Ayşe');
  await can.timeline.shows('yemek hazır', 'Ayşe');
  await bora.timeline.shows('yemek hazır', 'Ayşe');
  await ayse.composer.send('/group_name_remove Aile');
  await expect(ayse.contactGroups.list).toHaveCount(0);
  await expect(ayse.timeline.messages).toHaveCount(0);
});

test('R0.5 commands complete themselves by the keyboard, in Turkish', async ({ openPerson }) => {
  const ayse = await openPerson({ language: 'tr' });
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const keys = ayse.page.keyboard;
  const { suggestions, chosen, card } = ayse.commands;
  await ayse.composer.field.focus();
  await keys.type('/group_person');
  await expect(suggestions).toContainText(['/group_person_add', '/group_person_remove']);
  await keys.press('ArrowDown');
  await expect(chosen).toContainText('/group_person_remove');
  await keys.press('Escape');
  await expect(suggestions).toHaveCount(0);
  await expect(ayse.composer.field).toHaveValue('/group_person');

  await ayse.composer.field.fill('');
  await keys.type('/us');
  await expect(chosen).toContainText('/users');
  await keys.press('Tab');
  await expect(ayse.composer.field).toHaveValue('/users');
  await keys.press('Enter');
  await expect(card).toContainText('Ayşe');
  await keys.type('bir cümle');
  await expect(suggestions).toHaveCount(0);
  await keys.press('Enter');
  await ayse.timeline.showsSent('bir cümle');
  await expect(card).toHaveCount(0);
});

test('R1.6 R3.6 LOGOUT asks before it closes the room for everybody', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await bora.composer.enter('LOGOUT');
  await expect(bora.room.notices).toContainText(
    filled(bora.words.notice.goodbye, { room: 'Mutfak' }),
  );
  await ayse.timeline.saysLeft('Bora');
  await ayse.composer.enter('exit');
  const question = ayse.page.getByRole('dialog');
  await expect(question).toContainText(ayse.words.rooms.closeText);
  await question.getByRole('button', { name: ayse.words.rooms.close, exact: true }).click();
  await expect(ayse.room.notices).toContainText(
    filled(ayse.words.notice.closed, { room: 'Mutfak' }),
  );
});
