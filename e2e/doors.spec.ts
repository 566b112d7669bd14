import { filled } from '../src-shared/text/filled.ts';
import { judgeScreen } from './harness/judge-screen.ts';
import { expect, test } from './test.ts';

test('a room that asks first lets in who is told yes, and lists from which computers one comes', async ({
  openPerson,
}) => {
  const ayse = await openPerson();
  const { words } = ayse;
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await ayse.hostPanel.open();
  await ayse.page.getByRole('tab', { name: words.hostPanel.options }).click();
  await ayse.page.getByRole('combobox', { name: words.access.who }).click();
  await ayse.page.getByRole('option', { name: words.access.who_approval }).click();

  const bora = await openPerson({ viewport: { width: 400, height: 700 } });
  await bora.welcome.name.fill('Bora');
  await bora.welcome.address.fill(`127.0.0.1:${port}`);
  await bora.welcome.joinAction.click();
  await bora.welcome.joinCompared.click();
  const waiting = bora.page.getByText(filled(words.access.waitTitle, { room: 'Mutfak' }));
  await expect(waiting).toBeVisible();
  await judgeScreen(bora.page, 'waiting to be let in');
  await expect(ayse.page.getByText(filled(words.access.knock, { name: 'Bora' }))).toBeVisible();
  await judgeScreen(ayse.page, 'who asks to be let in');
  const letIn = filled(words.access.letInWho, { name: 'Bora' });
  await ayse.page.getByRole('button', { name: letIn }).click();
  await bora.composer.send('merhaba');
  await expect(ayse.page.getByRole('log')).toContainText('merhaba');

  await ayse.own.choose(words.access.devices);
  await expect(ayse.page.getByRole('dialog')).toContainText(words.access.deviceOwn);
  await judgeScreen(ayse.page, 'from which computers one comes');
});
