import { expect, test } from './test.ts';

test('what is to be sent later is changed and cancelled while the room is away, and the room hears of it', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { later } = bora.words;
  for (const text of ['good morning', 'good night']) {
    await bora.composer.field.fill(text);
    await bora.later.schedule();
    await bora.later.close();
    if (text === 'good night') continue;
    await bora.later.openList();
    await bora.later.change('good morning all');
    await bora.later.close();
  }
  await ayse.stop();
  await expect(bora.room.railRoom('Mutfak')).not.toHaveAccessibleName(
    new RegExp(bora.words.rooms.state_live),
  );

  // Also after a restart of one's own.
  await bora.stop();
  await bora.start();
  await bora.later.openList();
  await expect(bora.later.messages).toHaveCount(2);
  const night = bora.later.messages.filter({ hasText: 'good night' });
  await night.getByRole('button', { name: later.cancel }).click();
  await expect(night).toContainText(later.waits_cancel);
  const morning = bora.later.messages.filter({ hasText: 'good morning all' });
  await morning.getByRole('button', { name: later.change }).click();
  await bora.later.dialog.getByLabel(later.text).fill('good evening');
  await bora.later.dialog.getByRole('button', { name: later.change }).click();
  const evening = bora.later.messages.filter({ hasText: 'good evening' });
  await expect(evening).toContainText(later.waits_change);
  await bora.later.close();

  await ayse.start();
  await ayse.room.isShown('Mutfak');
  await bora.room.retry();
  await expect(async () => {
    await bora.later.openList();
    const { messages } = bora.later;
    const isDone = await expect(messages)
      .toHaveCount(1, { timeout: 1000 })
      .then(() => true)
      .catch(() => false);
    // Whatever it shows: behind it, nothing opens it again.
    await bora.later.close();
    expect(isDone).toBe(true);
  }).toPass();
  await bora.later.openList();
  await expect(evening).toBeVisible();
  await expect(evening).not.toContainText(later.waits_change);
});
