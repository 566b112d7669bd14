import { expect, test } from './test.ts';
import { filled } from '../src-shared/text/filled.ts';
import { judgeScreen } from './harness/judge-screen.ts';

test('a topic is made, found by its name, joined with all that was said, left and joined again', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  await ayse.topics.make('Ev ödevi', 'Yaprak 4');
  await ayse.topics.isShown('#Ev-ödevi');
  await ayse.composer.send('cuma gününe kadar');
  await ayse.timeline.showsSent('cuma gününe kadar');

  await bora.topics.openList();
  const found = bora.topics.found('#Ev-ödevi');
  await expect(found).toContainText('Yaprak 4');
  await expect(found).toContainText('cuma gününe kadar');
  await bora.page.keyboard.type('ODEV');
  await expect(found).toBeVisible();
  await bora.page.keyboard.type('x');
  await expect(bora.topics.dialog).toContainText(bora.words.topics.noneFound);
  await bora.page.keyboard.press('Escape');
  await bora.page.keyboard.press('Escape');
  await expect(bora.topics.dialog).toHaveCount(0);
  await bora.topics.join('#Ev-ödevi');
  await bora.timeline.shows('cuma gününe kadar', 'Ayşe');
  await bora.composer.send('hangi sayfa?');
  await ayse.timeline.shows('hangi sayfa?', 'Bora');
  await expect(ayse.timeline.log).toContainText(
    filled(ayse.words.timeline.joined, { names: 'Bora' }),
  );
  await expect(can.conversations.item('#Ev-ödevi')).toHaveCount(0);

  await bora.topics.leave();
  const main = bora.page.getByRole('main');
  await expect(main).toContainText(bora.words.topics.leftNote);
  await ayse.composer.send('sensiz');
  await ayse.timeline.showsSent('sensiz');
  await main.getByRole('button', { name: bora.words.topics.join, exact: true }).click();
  await bora.timeline.shows('sensiz', 'Ayşe');
});

test('a topic is renamed and archived by its owner; it is read then, and nothing is said', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await bora.topics.make('ödev');
  await ayse.topics.join('#ödev');
  await bora.topics.change({ name: 'sınav', about: 'haziran' });
  await ayse.topics.isShown('#sınav');
  await expect(ayse.page.getByRole('main')).toContainText('haziran');
  await bora.topics.archive();
  const said = ayse.words.refusal['topic-archived'];
  await expect(ayse.page.getByRole('main')).toContainText(said);
  await expect(ayse.composer.field).toHaveJSProperty('readOnly', true);
  await ayse.topics.openList();
  await expect(ayse.topics.found('#sınav')).toContainText(ayse.words.topics.archived);
});

test('a topic that is named in a text leads to it, and to joining it; Ctrl+K joins it by its name', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  await ayse.topics.make('homework', 'sheet 4');
  await ayse.topics.isShown('#homework');
  await ayse.conversations.openEveryone();
  await ayse.composer.send('see #Homework, not #nothing');
  const named = (person: typeof ayse) =>
    person.timeline.log.getByRole('link', { name: '#Homework' });
  await named(ayse).click();
  await ayse.topics.isShown('#homework');

  await named(bora).click();
  await expect(bora.topics.found('#homework')).toContainText('sheet 4');
  const join = filled(bora.words.topics.joinNamed, { topic: '#homework' });
  await bora.topics.dialog.getByRole('button', { name: join }).click();
  await bora.topics.isShown('#homework');
  await expect(bora.page.getByRole('link', { name: '#nothing' })).toHaveCount(0);

  await can.page.keyboard.press('Control+k');
  await can.page.keyboard.type('homew');
  await expect(can.page.getByRole('option', { name: join })).toBeVisible();
  await can.page.keyboard.press('Enter');
  await can.topics.isShown('#homework');
});

for (const language of ['en', 'tr'] as const) {
  test(`topics by keyboard alone in a narrow window, ${language}`, async ({ openPerson }) => {
    const ayse = await openPerson({
      language,
      viewport: { width: 400, height: 700 },
    });
    await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    await ayse.topics.make('çok uzun bir konunun adı burada duruyor', 'bir açıklama '.repeat(10));
    await ayse.topics.openList();
    await judgeScreen(ayse.page, `topics ${language}`);
    await ayse.page.keyboard.press('Tab');
    await expect(
      ayse.topics.dialog.getByRole('button', { name: ayse.words.topics.open }).first(),
    ).toBeFocused();
    await ayse.page.keyboard.press('Enter');
    await expect(ayse.topics.dialog).toHaveCount(0);
    await ayse.topics.openDetails();
    await expect(ayse.topics.members).toHaveCount(1);
    await judgeScreen(ayse.page, `details of a topic ${language}`);
  });
}
