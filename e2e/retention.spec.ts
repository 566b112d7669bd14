import { filled } from '../src-shared/text/filled.ts';
import { entries as en } from '../src-shared/translations/en/entries.ts';
import { entries as tr } from '../src-shared/translations/tr/entries.ts';
import { judgeScreen } from './harness/judge-screen.ts';
import { RawPeer } from './harness/raw-peer.ts';
import type { Person } from './pages/person.ts';
import { expect, test } from './test.ts';

const sentences = { en, tr };

/** Many people: one who says so much is slowed down. */
async function fill(port: number): Promise<void> {
  for (let writer = 0; writer < 13; writer += 1) {
    const peer = await RawPeer.signedIn(port, `Writer ${writer}`);
    for (let line = 0; line < 10; line += 1)
      expect(await peer.say(`line ${writer * 10 + line}`)).toMatchObject({ type: 'ok' });
    peer.end();
  }
}

const question = (person: Person) => person.page.getByRole('dialog');

for (const { language, width } of [
  { language: 'en', width: 1280 },
  { language: 'tr', width: 400 },
] as const) {
  test(`what the room does not keep goes from all windows, after a question: ${language}, ${width} px`, async ({
    openPerson,
  }) => {
    test.setTimeout(240_000);
    const ayse = await openPerson({ language });
    const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    const bora = await openPerson({ language });
    await bora.welcome.join({ name: 'Bora', port });
    const can = await openPerson({ language });
    await can.welcome.join({ name: 'Can', port });
    await ayse.composer.send('the oldest of all');
    for (const person of [bora, can]) await person.timeline.shows('the oldest of all', 'Ayşe');
    await can.stop();
    await fill(port);
    await bora.timeline.shows('line 129', 'Writer 12');

    const { keep, keepMessages, keepAsk, keepDo, keepInRoom } = ayse.words.moderation;
    const newest = filled(keepMessages, { amount: '100' });
    await ayse.hostPanel.open();
    await ayse.hostPanel.tab('options').click();
    await ayse.page.setViewportSize({ width, height: 800 });
    await ayse.rules.choose(keep, newest);
    await expect(question(ayse)).toContainText(keepAsk);
    await expect(question(ayse)).toContainText(keepInRoom);
    await judgeScreen(ayse.page, `the question before messages go ${language}`);
    // Nothing goes before it is answered.
    await ayse.page.keyboard.press('Escape');
    const rule = ayse.page.getByRole('combobox', { name: keep, exact: true });
    await expect(rule).not.toContainText(newest);
    await rule.focus();
    await ayse.page.keyboard.press('Enter');
    const option = ayse.page.getByRole('option', { name: newest, exact: true });
    await expect(async () => {
      await ayse.page.keyboard.press('ArrowDown');
      await expect(option).toBeFocused({ timeout: 1000 });
    }).toPass();
    await ayse.page.keyboard.press('Enter');
    await question(ayse).getByRole('button', { name: keepDo, exact: true }).focus();
    await ayse.page.keyboard.press('Enter');
    await expect(rule).toContainText(newest);
    await judgeScreen(ayse.page, `how long messages are kept ${language}`);
    await ayse.page.setViewportSize({ width: 1280, height: 800 });
    await ayse.hostPanel.close();

    const said = filled(ayse.words.moderation.keepRuleMessages, { amount: '100' });
    const told = filled(sentences[language]['retention-changed_messages'], { kept: '100' });
    await expect(bora.timeline.log).toContainText(told);
    await can.start();
    for (const person of [ayse, bora, can]) {
      await expect(async () => {
        await person.timeline.scrollUp({ pages: 40 });
        await expect(person.timeline.log).toContainText(said, { timeout: 2000 });
      }).toPass();
      await expect(person.timeline.message('the oldest of all')).toHaveCount(0);
      await expect(person.timeline.message('line 0')).toHaveCount(0);
    }
    await bora.page.setViewportSize({ width, height: 800 });
    await judgeScreen(bora.page, `where what is kept begins ${language}`);
  });
}
