import { expect, test } from './test.ts';

test('what is typed while a window still loads stands in its conversation', async ({ openTwo }) => {
  test.setTimeout(150_000);
  const { ayse } = await openTwo();
  await ayse.conversations.openDirect('Bora');
  const { page } = ayse;
  let letIn = () => {};
  const held = new Promise<void>((resolve) => (letIn = resolve));
  await page.route('**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('#typed-early')).toBeFocused();
  await page.keyboard.type('to you');
  await page.keyboard.press('Enter');
  await page.keyboard.type('alone');
  letIn();
  await expect(ayse.composer.field).toHaveValue('to you\nalone');
  await expect(ayse.composer.field).toBeFocused();
  await page.keyboard.type('!');
  await expect(ayse.composer.field).toHaveValue('to you\nalone!');
  await expect(ayse.timeline.messages).toHaveCount(0);
  await ayse.conversations.openEveryone();
  await expect(ayse.composer.field).toHaveValue('');
});
