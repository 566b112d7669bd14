import { expect, test } from './test.ts';

test('W18 a message is answered, reacted to, changed and deleted, and both see it', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.composer.send('vişne');
  await ayse.composer.send('elma');
  await bora.timeline.shows('elma', 'Ayşe');
  await bora.timeline.react('elma', '❤️');
  const reaction = ayse.page.getByRole('button', { name: '❤️ 1: Bora', exact: true });
  await expect(reaction).toBeVisible();
  await bora.timeline.choose('elma', 'Reply');
  await expect(bora.page.getByText('In reply to Ayşe')).toBeVisible();
  await bora.page.keyboard.type('armut');
  await bora.page.keyboard.press('Enter');
  const answer = ayse.page.locator('[data-message]').last();
  await expect(answer).toContainText('armut');
  await expect(answer.getByTitle('Go to the message that this one answers')).toContainText('elma');
  await ayse.composer.changeLast('elma', ' ve kiraz');
  const changed = { hasText: 'elma ve kiraz' };
  await expect(bora.page.locator('[data-message]', changed).first()).toBeVisible();
  await expect(bora.page.getByRole('button', { name: 'edited' })).toBeVisible();
  const own = ayse.page.locator('[data-message]', changed).first();
  const row = await own.boundingBox();
  await own.click({ button: 'right', position: { x: 150, y: 10 } });
  // Where the pointer is, not at the three dots.
  const menuX = async () => (await ayse.page.getByRole('menu').boundingBox())?.x;
  await expect.poll(menuX).toBeCloseTo((row?.x ?? 0) + 150, 0);
  await ayse.page.getByRole('menuitem', { name: 'Delete…' }).click();
  await ayse.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(bora.page.getByText('Ayşe deleted a message')).toBeVisible();
  await expect(bora.page.getByText('elma')).toHaveCount(0);
  await expect(ayse.page.getByText('elma')).toHaveCount(0);

  // The last that can still be changed.
  await ayse.composer.changeLast('vişne', ' suyu');
  await expect(bora.timeline.changed('vişne suyu')).toBeVisible();
});

test('W18 a message is pinned for both, and the bar leads there', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.composer.send('the door is 5678');
  await bora.timeline.shows('the door is 5678', 'Ayşe');
  await bora.page.locator('[data-message]').last().click({ button: 'right' });
  await bora.page.getByRole('menuitem', { name: 'Pin' }).click();
  const bar = ayse.page.getByRole('region', { name: 'Pinned messages' });
  await expect(bar).toContainText('Ayşe');
  await expect(ayse.page.getByText('Bora pinned a message')).toBeVisible();
  await bar.getByTitle('Go to the pinned message').click();
  await expect(ayse.page.locator('[data-message]').last()).toBeInViewport();
  await bar.getByRole('button', { name: '1 pinned' }).click();
  await ayse.page.getByRole('dialog').getByRole('button', { name: 'Take down' }).click();
  await expect(bora.page.getByRole('region', { name: 'Pinned messages' })).toHaveCount(0);
});
