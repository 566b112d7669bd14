import { judgeScreen } from './harness/judge-screen.ts';
import { expect, test } from './test.ts';

for (const { language, width } of [
  { language: 'en', width: 1280 },
  { language: 'tr', width: 400 },
] as const) {
  test(`who comes later is told that something stood before, and sees nothing of it: ${language}, ${width} px`, async ({
    openPerson,
  }) => {
    const ayse = await openPerson({ language });
    const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    await ayse.composer.send('marked before');
    await ayse.timeline.showsSent('marked before');
    const { newcomers, newcomersNone } = ayse.words.moderation;
    await ayse.hostPanel.open();
    await ayse.hostPanel.tab('options').click();
    await ayse.rules.choose(newcomers, newcomersNone);
    await expect(ayse.page.getByRole('combobox', { name: newcomers, exact: true })).toContainText(
      newcomersNone,
    );
    await ayse.page.setViewportSize({ width, height: 800 });
    await judgeScreen(ayse.page, `what newcomers read ${language}`);
    await ayse.page.setViewportSize({ width: 1280, height: 800 });
    await ayse.hostPanel.close();

    const bora = await openPerson({ language });
    await bora.welcome.join({ name: 'Bora', port });
    await expect(bora.timeline.log).toContainText(bora.words.timeline.beginCut);
    await bora.page.setViewportSize({ width, height: 800 });
    await bora.page.getByRole('button', { name: bora.words.privacy.label }).first().click();
    await expect(bora.page.getByText(bora.words.privacy.newcomers_none)).toBeVisible();
    await judgeScreen(bora.page, `somebody who came later ${language}`);
    await bora.page.keyboard.press('Escape');
    await ayse.composer.send('since then');
    await bora.timeline.shows('since then', 'Ayşe');
    await expect(bora.timeline.message('marked before')).toHaveCount(0);
    await expect(ayse.timeline.log).not.toContainText(ayse.words.timeline.beginCut);
  });
}
