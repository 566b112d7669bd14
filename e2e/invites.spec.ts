import { filled } from '../src-shared/text/filled.ts';
import { freePort } from './harness/free-port.ts';
import type { Person } from './pages/person.ts';
import { expect, test } from './test.ts';

/** Hosts a room, and makes an invite for it. */
async function invite(host: Person): Promise<string> {
  const { page, words } = host;
  await page.getByRole('button', { name: words.invites.make }).click();
  const link = page.locator('code', { hasText: 'oda://join/' });
  return (await link.textContent()) ?? '';
}

test('an invited person is in with two clicks, and so is who invites', async ({ openPerson }) => {
  const ayse = await openPerson({ language: 'tr' });
  const bora = await openPerson({ language: 'en' });
  // On one computer both are offered the same name.
  await bora.welcome.name.fill('Bora');
  // As other tests may use the usual one.
  await ayse.welcome.hostForm.getByRole('button', { name: ayse.words.welcome.advanced }).click();
  await ayse.welcome.port.fill(String(await freePort()));
  const begun = Date.now();
  await ayse.page.getByRole('button', { name: ayse.words.welcome.hostAction }).click();
  const link = await invite(ayse);
  await expect(ayse.page.getByText(ayse.words.invites.copied)).toBeVisible();

  const { address, joinForm } = bora.welcome;
  await address.click();
  await bora.page.evaluate(async (text) => navigator.clipboard.writeText(text), link);
  await address.press('ControlOrMeta+v');
  const start = bora.words.welcome.joinInvited.split('{{')[0] ?? '';
  const join = joinForm.getByRole('button', { name: new RegExp(`^${start}`) });
  await expect(join).toBeFocused();
  await join.click();
  await bora.composer.send('merhaba');
  await expect(ayse.page.getByRole('log')).toContainText('merhaba');
  // The field, the button; and "Host room", "Copy a new invite link".
  const figure = `two clicks each, ${Date.now() - begun} ms from "Host room" to the first message`;
  test.info().annotations.push({ type: 'figure', description: figure });
  await expect(
    ayse.page.getByText(filled(ayse.words.invites.used_one, { count: 1 })),
  ).toBeVisible();
});

test('the QR code that is shown large is read from a picture of it: chosen, pasted, dropped', async ({
  openPerson,
}) => {
  const ayse = await openPerson({ language: 'en' });
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Sınıf 7-B' });
  await ayse.hostPanel.open();
  await invite(ayse);
  await ayse.page.getByRole('button', { name: ayse.words.invites.large }).click();
  const wall = ayse.page.getByRole('dialog');
  await expect(wall).toContainText('Sınıf 7-B');
  const picture = await ayse.page.screenshot();
  await ayse.page.keyboard.press('Escape');
  await expect(wall).toHaveCount(0);

  const bora = await openPerson({ language: 'tr' });
  const { address, joinForm } = bora.welcome;
  await bora.welcome.name.fill('Bora');
  const join = joinForm.getByRole('button', {
    name: filled(bora.words.welcome.joinInvited, { room: 'Sınıf 7-B' }),
  });
  const base64 = picture.toString('base64');
  const ways = [
    () =>
      joinForm
        .locator('input[type=file]')
        .setInputFiles({ name: 'duvar.png', mimeType: 'image/png', buffer: picture }),
    async () => {
      await address.evaluate(async (_, data) => {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        const blob = new Blob([bytes], { type: 'image/png' });
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
      }, base64);
      await address.press('ControlOrMeta+v');
    },
    async () => {
      const held = await bora.page.evaluateHandle((data) => {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], 'duvar.png', { type: 'image/png' }));
        return transfer;
      }, base64);
      await address.dispatchEvent('drop', { dataTransfer: held });
    },
  ];
  const other = joinForm.getByRole('button', { name: bora.words.welcome.otherAddress });
  for (const [place, way] of ways.entries()) {
    if (place > 0) await other.click();
    await expect(join).toHaveCount(0);
    await way();
    await expect(join).toBeVisible();
  }
  await join.click();
  await bora.composer.send('ben geldim');
  await expect(ayse.page.getByRole('log')).toContainText('ben geldim');
});
