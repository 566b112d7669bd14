import { expect, test } from './test.ts';
import { filled } from '../src-shared/text/filled.ts';

test('R1.9 R3.10 the host reads the log live, by person, by kind and by words', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { hostPanel } = ayse;
  await hostPanel.open();
  await hostPanel.tab('log').click();
  const { log, hostPanel: words } = ayse.words;
  await expect(hostPanel.logLines.filter({ hasText: log.ready })).toHaveCount(1);
  await hostPanel.filterLog('logKind', words.logKind_messages);
  await bora.composer.send('hiç kimse okumasın');
  const said = filled(log.message_everyone, { name: 'Bora' });
  await expect(hostPanel.logLines).toHaveText([new RegExp(`${said}$`)]);
  await ayse.composer.send('ben de');
  await expect(hostPanel.logLines).toHaveCount(2);
  await hostPanel.filterLog('logPerson', 'Bora');
  await expect(hostPanel.logLines).toHaveText([new RegExp(`${said}$`)]);
  await hostPanel.filterLog('logKind', words.logKind_all);
  await expect(hostPanel.panel).not.toContainText('hiç kimse okumasın');
  await hostPanel.logSearch.fill('WAS REGISTERED');
  await expect(hostPanel.logLines).toContainText([
    filled(log.registered, { name: 'Bora', where: '127.0.0.1:' }),
  ]);
});

test('R3.10 the host keeps what is said in the log only where every member can see it', async ({
  openPerson,
}) => {
  const ayse = await openPerson({ language: 'tr' });
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await openPerson({ language: 'tr' });
  await bora.welcome.join({ name: 'Bora', port });
  const { hostPanel } = ayse;
  await hostPanel.open();
  await hostPanel.tab('options').click();
  await expect(hostPanel.option('logTexts')).not.toBeChecked();
  await expect(hostPanel.panel).toContainText(ayse.words.hostPanel.plainText);
  await expect(hostPanel.option('plain')).not.toBeChecked();
  await hostPanel.option('logTexts').click();
  const notice = bora.page.getByText(bora.words.connection.logged);
  await expect(notice).toBeVisible();

  await bora.composer.send('herkese açık söz');
  await ayse.timeline.shows('herkese açık söz', 'Bora');
  await bora.conversations.openDirect('Ayşe');
  await bora.composer.send('ikimize özel söz');
  await bora.timeline.showsSent('ikimize özel söz');
  await hostPanel.tab('log').click();
  await hostPanel.filterLog('logKind', ayse.words.hostPanel.logKind_messages);
  const text = 'herkese açık söz';
  const { message_text, message_direct } = ayse.words.log;
  await expect(hostPanel.logLines).toContainText([
    filled(message_text, { name: 'Bora', text }),
    filled(message_direct, { name: 'Bora' }),
  ]);
  await expect(hostPanel.panel).not.toContainText('ikimize özel söz');

  await hostPanel.tab('options').click();
  await hostPanel.option('logTexts').click();
  await bora.conversations.openEveryone();
  await expect(notice).toHaveCount(0);
});

test('the host sets how much of files there may be and for how long, and members are told', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { hostPanel, words } = ayse;
  await hostPanel.open();
  await hostPanel.tab('files').click();
  await expect(hostPanel.panel).toContainText(words.hostPanel.filesNone);
  await hostPanel.choose('space_fileBytes', '10 MiB');
  await hostPanel.choose('fileDays', words.hostPanel.fileDays_30);
  const dialog = ayse.page.getByRole('dialog', { name: words.hostPanel.fileDaysTitle });
  await expect(dialog).toContainText(words.hostPanel.fileDays_30);
  await dialog.getByRole('button', { name: words.hostPanel.fileDaysDelete }).click();
  await expect(dialog).toBeHidden();
  await bora.page
    .getByRole('button', { name: new RegExp(`^${bora.words.privacy.label}: `) })
    .click();
  await expect(bora.page.getByText(bora.words.privacy.files_kept_30)).toBeVisible();
});

for (const language of ['en', 'tr'] as const)
  test(`the tabs of the host’s panel stand in one line, ${language}`, async ({ openPerson }) => {
    const ayse = await openPerson({ language });
    await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    await ayse.hostPanel.open();
    for (const width of [1280, 400]) {
      await ayse.page.setViewportSize({ width, height: 800 });
      const tops = await ayse.hostPanel.panel
        .getByRole('tab')
        .evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().top));
      expect(tops).toHaveLength(6);
      expect(new Set(tops).size).toBe(1);
    }
  });
