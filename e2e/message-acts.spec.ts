import { expect, test } from './test.ts';

test('a message that is put aside is listed for oneself and leads back, also after a restart', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { timeline: words, saved } = bora.words;
  await ayse.composer.send('the door is 5678');
  await bora.timeline.shows('the door is 5678', 'Ayşe');
  await bora.timeline.choose('the door is 5678', words.save);
  await bora.fillScreen();
  await bora.restart();
  await bora.room.isShown('Mutfak');
  const message = bora.timeline.changed('the door is 5678');
  await expect(message).not.toBeInViewport();
  await bora.page.getByRole('button', { name: saved.title }).click();
  const pane = bora.page.getByRole('region', { name: saved.title });
  await pane.getByText('the door is 5678').click();
  await expect(message).toBeInViewport();
  await bora.timeline.choose('the door is 5678', words.unsave);
  await expect(pane.getByText(saved.emptyTitle)).toBeVisible();
});

test('a message is forwarded with the name of who said it', async ({ openThree }) => {
  const { ayse, bora, can } = await openThree();
  const { timeline: words } = bora.words;
  await ayse.composer.send('the door is 5678');
  await bora.timeline.shows('the door is 5678', 'Ayşe');
  await bora.timeline.choose('the door is 5678', words.forwardAsk);
  const dialog = bora.page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Can' }).check();
  await dialog.getByRole('button', { name: words.forward, exact: true }).click();
  // It moves up in the list as the message comes.
  await expect(can.conversations.item('Bora')).toContainText('the door is 5678');
  await can.conversations.openDirect('Bora');
  const forwarded = can.timeline.changed('the door is 5678');
  await expect(forwarded).toContainText('Forwarded from Ayşe');
  await can.composer.send('thanks');
  await bora.conversations.openDirect('Can');
  await bora.timeline.shows('thanks', 'Can');
});

test('a link to a message is copied, pasted and leads there', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  const { timeline: words } = bora.words;
  await ayse.composer.send('the door is 5678');
  await bora.timeline.shows('the door is 5678', 'Ayşe');
  await bora.timeline.choose('the door is 5678', words.copyLink);
  await bora.fillScreen();
  await bora.composer.field.focus();
  await bora.page.keyboard.press('ControlOrMeta+V');
  await expect(bora.composer.field).toHaveValue(/^oda:\/\/message\//);
  await bora.page.keyboard.press('Enter');
  for (const person of [ayse, bora]) {
    const message = person.timeline.changed('the door is 5678');
    const link = person.timeline.log.getByRole('link').last();
    await expect(link).toBeInViewport();
    await expect(message).not.toBeInViewport();
    await link.click();
    await expect(message).toBeInViewport();
  }
});
