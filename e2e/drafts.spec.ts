import { png } from './harness/given-files.ts';
import { expect, test } from './test.ts';

test('R3.11 a message that arrives while one types leaves the draft and its cursor alone', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();

  await ayse.composer.field.pressSequentially('half a sent');
  await ayse.composer.field.press('ArrowLeft');
  await bora.composer.send('in between');
  await ayse.timeline.shows('in between', 'Bora');
  await expect(ayse.composer.field).toBeFocused();
  await ayse.composer.field.pressSequentially('XY');
  await expect(ayse.composer.field).toHaveValue('half a senXYt');
});

test('R3.11 each conversation keeps its own draft, its files, what it answers and what is being changed, also over a restart', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { timeline: words } = ayse.words;
  await bora.composer.send('a question');
  await ayse.timeline.shows('a question', 'Bora');

  await ayse.timeline.choose('a question', words.reply);
  await ayse.composer.field.fill('for everyone');
  await ayse.files.paste(ayse.composer.field, png('image.png'));
  await expect(ayse.files.chosen.locator('img')).toBeVisible();
  await ayse.conversations.openDirect('Bora');
  await expect(ayse.composer.field).toHaveValue('');
  await ayse.composer.send('said to Bora');
  await ayse.composer.field.fill('for Bora');
  await ayse.timeline.showsSent('said to Bora');
  await ayse.timeline.choose('said to Bora', words.edit);
  await ayse.composer.field.fill('said to Bora, changed');
  await ayse.conversations.openEveryone();
  await expect(ayse.composer.field).toHaveValue('for everyone');
  await ayse.conversations.openDirect('Bora');
  await expect(ayse.composer.field).toHaveValue('said to Bora, changed');
  await ayse.conversations.openEveryone();

  await ayse.restart();
  await ayse.room.isShown('Mutfak');
  await expect(ayse.composer.field).toHaveValue('for everyone');
  await expect(ayse.page.getByText('In reply to Bora')).toBeVisible();
  await expect(ayse.files.chosen.locator('canvas')).toBeVisible();
  await ayse.composer.field.press('Enter');
  await expect(bora.files.picture('image.png')).toBeVisible();
  await ayse.conversations.openDirect('Bora');
  await expect(ayse.composer.field).toHaveValue('said to Bora, changed');
  await ayse.composer.field.press('Enter');
  await expect(ayse.timeline.changed('said to Bora, changed')).toBeVisible();
  await expect(ayse.composer.field).toHaveValue('for Bora');
});
