import { filled } from '../src-shared/text/filled.ts';
import { entries } from '../src-shared/translations/en/entries.ts';
import { record } from '../src-shared/translations/en/record.ts';
import { judgeScreen } from './harness/judge-screen.ts';
import { pattern } from './harness/words.ts';
import type { Person } from './pages/person.ts';
import { expect, test } from './test.ts';

/** Opens the card of somebody by their row's menu, and presses one of its buttons. */
async function onCard(person: Person, name: string, button: string): Promise<void> {
  await person.members.choose(name, person.words.contacts.details);
  await person.card.panel.getByRole('button', { name: button, exact: true }).click();
  if (button.endsWith('…')) await expect(person.rules.dialog).toBeVisible();
}

test('a moderator mutes and bans; who it concerns reads why, and the record shows it all', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  const words = ayse.words.moderation;
  await onCard(ayse, 'Bora', words.makeModerator);
  await bora.members.open();
  await expect(bora.members.entry('Ayşe')).toContainText(words.role_owner);
  await expect(can.page.getByText(words.role_moderator)).toHaveCount(0);
  await can.members.open();
  await expect(can.members.entry('Bora')).toContainText(words.role_moderator);

  await can.composer.field.fill('yarım kalan söz');
  await onCard(bora, 'Can', words.muteAsk);
  await bora.rules.confirm('mute', 'gürültü');
  await expect(can.page.getByText(pattern(words.closed_mutedUntil))).toBeVisible();
  await expect(can.composer.field).not.toBeEditable();
  await expect(can.composer.field).toHaveValue('yarım kalan söz');
  await judgeScreen(can.page, 'somebody who is muted');
  await bora.card.panel.getByRole('button', { name: words.unmute, exact: true }).click();
  await expect(can.composer.field).toBeEditable();
  await can.composer.field.press('Enter');
  await ayse.timeline.shows('yarım kalan söz', 'Can');

  await onCard(bora, 'Can', words.banAsk);
  await bora.rules.confirm('ban', 'reklam');
  await expect(can.page.getByText(words.bannedTitle)).toBeVisible();
  await expect(can.page.getByText(filled(words.theReason, { reason: 'reklam' }))).toBeVisible();
  await judgeScreen(can.page, 'somebody who is banned');
  await can.page.getByRole('button', { name: can.words.connection.tryAgain }).click();
  await expect(can.page.getByText(words.bannedTitle)).toBeVisible();

  await bora.rules.open('Mutfak', 'bans');
  await expect(bora.rules.bans).toContainText(['reklam']);
  const unban = `${words.unban}: Can`;
  await bora.rules.panel.getByRole('button', { name: unban, exact: true }).click();
  await expect(bora.page.getByText(words.bansEmpty)).toBeVisible();
  await can.page.getByRole('button', { name: can.words.connection.tryAgain }).click();
  await can.room.isLive('Mutfak');

  // Who is no moderator reads the record as whole as anybody.
  await can.rules.open('Mutfak', 'record');
  const sides = { by: 'Bora', account: 'Can' };
  const because = (what: string, reason: string) => filled(record.because, { what, reason });
  await expect(can.rules.record).toContainText([
    filled(record.unbanned, sides),
    because(filled(record.banned, sides), 'reklam'),
    filled(record.unmuted, sides),
    'gürültü',
    filled(record['role-set_moderator'], { by: 'Ayşe', account: 'Bora' }),
  ]);
  await expect(can.rules.panel.getByRole('tab')).toHaveCount(2);
});

test('a room for announcements, and a slow one, say so where one writes', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const words = ayse.words.moderation;
  await bora.composer.field.fill('taslak');
  await ayse.rules.open('Mutfak');
  await ayse.rules.readOnly.click();
  await expect(bora.page.getByText(bora.words.refusal['read-only'])).toBeVisible();
  await expect(bora.composer.field).not.toBeEditable();
  await ayse.composer.send('duyuru');
  await bora.timeline.shows('duyuru', 'Ayşe');
  await ayse.rules.readOnly.click();
  await expect(bora.composer.field).toBeEditable();
  await expect(bora.composer.field).toHaveValue('taslak');

  await ayse.rules.choose(words.slow, '5 minutes');
  await bora.rules.open('Mutfak');
  await expect(bora.rules.panel).toContainText(filled(words.slowRule, { wait: '5 minutes' }));
  await bora.composer.send('ilk');
  await ayse.timeline.shows('ilk', 'Bora');
  const wait = bora.page.getByText(pattern(words.slowWait));
  await expect(wait).toBeVisible();
  await bora.composer.enter('ikinci');
  await judgeScreen(bora.page, 'somebody who waits in a slow room');
  await expect(bora.composer.field).toHaveValue('ikinci');
  await ayse.rules.choose(words.slow, words.slowOff);
  await expect(wait).toHaveCount(0);
  await bora.composer.field.press('Enter');
  await ayse.timeline.shows('ikinci', 'Bora');
});

test('a group for announcements says so where one writes and in the record', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  const words = can.words.groups;
  await bora.groups.make('Duyurular', ['Ayşe', 'Can']);
  for (const person of [ayse, can]) await person.conversations.openDirect('Duyurular');
  await can.composer.field.fill('taslak');
  await can.groups.openDetails();
  await expect(can.groups.readOnly).toHaveCount(0);

  // The owner of the room is in it, and may make it so although Bora's it is.
  await ayse.groups.openDetails();
  await ayse.groups.readOnly.click();
  await expect(ayse.groups.readOnly).toBeChecked();
  await expect(can.groups.details).toContainText(words.readOnlyNote);
  const composer = can.page.getByText(can.words.refusal['group-read-only']);
  await expect(composer.last()).toBeVisible();
  await expect(can.composer.field).not.toBeEditable();
  await judgeScreen(can.page, 'a group in which one cannot write');
  await bora.composer.send('ilk duyuru');
  await can.timeline.shows('ilk duyuru', 'Bora');
  const told = { by: 'Ayşe', group: 'Duyurular' };
  await expect(can.page.getByText(filled(words.readOnlyRow, told)).first()).toBeVisible();
  await bora.groups.openDetails();
  await bora.groups.readOnly.click();
  await expect(can.composer.field).toBeEditable();
  await expect(can.composer.field).toHaveValue('taslak');

  await can.rules.open('Mutfak', 'record');
  await expect(can.rules.record).toContainText([
    filled(entries['group-changed_named'], { ...told, by: 'Bora' }),
    filled(entries['group-changed_readOnly_named'], told),
  ]);
});

test('somebody is kicked by the keyboard alone, and comes back', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const { page } = ayse;
  const words = ayse.words.moderation;
  await ayse.members.open();
  const entry = ayse.members.entry('Bora');
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(entry).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  const item = page.getByRole('menuitem', { name: words.menu, exact: true });
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(item).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press('ArrowRight');
  const kick = page.getByRole('menuitem', { name: words.kickAsk, exact: true });
  await expect(kick).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(kick).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(ayse.rules.reason).toBeFocused();
  await page.keyboard.type('çok gürültü');
  await page.keyboard.press('Enter');
  await expect(bora.page.getByText(words.kickedTitle)).toBeVisible();
  const reason = filled(words.theReason, { reason: 'çok gürültü' });
  await expect(bora.page.getByText(reason)).toBeVisible();
  await bora.page.getByRole('button', { name: words.comeBack, exact: true }).click();
  await bora.room.isLive('Mutfak');
  await bora.composer.send('geldim');
  await ayse.timeline.shows('geldim', 'Bora');
});
