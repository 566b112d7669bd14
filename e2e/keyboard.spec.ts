import { expect, test } from './test.ts';
import { freePort } from './harness/free-port.ts';
import { tabTo } from './harness/keys.ts';

test('host, join, chat and search with the keyboard alone', async ({ openPerson }) => {
  const port = await freePort();
  const ayse = await openPerson();
  const keys = ayse.page.keyboard;
  await ayse.welcome.name.focus();
  await keys.press('Control+a');
  await keys.type('Ayşe');
  await keys.press('Tab');
  await expect(ayse.welcome.roomName).toBeFocused();
  await keys.press('Tab');
  await keys.press('Enter');
  await expect(ayse.welcome.port).toBeVisible();
  await keys.press('Tab');
  await expect(ayse.welcome.port).toBeFocused();
  await keys.press('Control+a');
  await keys.type(String(port));
  await keys.press('Enter');
  await expect(ayse.timeline.log).toBeVisible();

  const bora = await openPerson();
  await bora.welcome.name.focus();
  await bora.page.keyboard.press('Control+a');
  await bora.page.keyboard.type('Bora');
  await tabTo(bora.welcome.address);
  await bora.page.keyboard.type(`127.0.0.1:${port}`);
  await bora.page.keyboard.press('Enter');
  // The key is compared first: an Enter too many does nothing there.
  await expect(bora.page.getByRole('dialog').locator('figure path')).toBeVisible();
  await bora.page.keyboard.press('Enter');
  await tabTo(bora.welcome.joinCompared);
  await bora.page.keyboard.press('Enter');
  await expect(bora.composer.field).toBeFocused();
  await bora.page.keyboard.type('typed at once');
  await bora.page.keyboard.press('Enter');
  await bora.timeline.showsSent('typed at once');

  await keys.press('Control+k');
  await keys.type('Bora');
  await keys.press('Enter');
  await expect(ayse.composer.field).toBeFocused();
  await keys.type('to you alone');
  await keys.press('Enter');
  await ayse.timeline.showsSent('to you alone');

  await keys.press('Control+Shift+F');
  await expect(ayse.search.field).toBeFocused();
  await keys.type('typed');
  await expect(ayse.search.hits).toHaveCount(1);
  await keys.press('ArrowDown');
  await keys.press('Enter');
  await ayse.timeline.shows('typed at once', 'Bora');
});
