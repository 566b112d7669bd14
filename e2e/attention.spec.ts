import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freshFolder } from './harness/fresh-folder.ts';
import { expect, test } from './test.ts';
import { judgeFit, judgeScreen } from './harness/judge-screen.ts';

const shots = process.env['ODA_SHOTS'];

test('a muted conversation gives no notification while another does, after a restart too', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const everyone = ayse.words.conversations.everyone;
  await ayse.conversations.openDirect('Bora');
  await ayse.attention.mute(everyone, 'hours');
  await ayse.restart();
  await ayse.room.isShown('Mutfak');
  await expect(ayse.attention.sign(everyone)).toBeVisible();
  await ayse.attention.lookAway();

  await bora.composer.send('for nobody');
  await ayse.timeline.shows('for nobody', 'Bora');
  await bora.conversations.openDirect('Ayşe');
  await bora.composer.send('for you');
  await expect.poll(() => ayse.attention.told()).toEqual(['for you']);
  // Only what is to be told of is counted.
  await expect(ayse.page).toHaveTitle(/^\(1\) /);
  await bora.conversations.openEveryone();
  await bora.composer.send('@Ayşe come');
  await expect(ayse.page).toHaveTitle(/^\(2\) /);

  // By Ctrl+K it is heard again.
  await ayse.page.keyboard.press('Control+k');
  await ayse.page.keyboard.type(ayse.words.attention.actUnmute.replace('{{name}}', everyone));
  await ayse.page.keyboard.press('Enter');
  await expect(ayse.attention.sign(everyone)).toHaveCount(0);
  await bora.composer.send('heard again');
  await expect.poll(() => ayse.attention.told()).toEqual(['for you', 'heard again']);
});

test('a word of one’s own is told of like a mention, and marked', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.settings.open();
  await ayse.settings.keywords.fill('çay, release');
  await ayse.settings.keywords.press('Enter');
  await ayse.page.keyboard.press('Escape');
  await ayse.attention.choose('mentions');
  await ayse.attention.lookAway();
  await bora.composer.send('the meeting begins');
  await bora.composer.send('CAY is ready');
  await expect.poll(() => ayse.attention.told()).toEqual(['CAY is ready']);
  await expect(ayse.page).toHaveTitle(/^\(1\) /);
  const spoken = `${ayse.words.mentions.means_keyword} CAY is ready`;
  await ayse.timeline.shows(spoken, 'Bora');
});

for (const { language, width } of [
  { language: 'en', width: 1280 },
  { language: 'tr', width: 400 },
] as const)
  test(`what one is told of is chosen in windows of ${width} pixels, in ${language}`, async ({
    openPerson,
  }) => {
    const viewport = { width, height: 800 };
    const ayse = await openPerson({ language, viewport });
    await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    const { page, words } = ayse;
    const everyone = words.conversations.everyone;
    await ayse.attention.mute(everyone, 'morning');
    await judgeScreen(page, `a muted conversation at ${width}`);
    await ayse.attention.entry(everyone).click({ button: 'right' });
    await page.getByRole('menuitem', { name: words.attention.title }).click();
    await page.getByRole('menuitem', { name: words.attention.unmute, exact: true }).waitFor();
    await judgeFit(page, `the menu of notifications at ${width}`);
    if (shots) await page.screenshot({ path: `${shots}/menu-${width}.png` });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await ayse.members.open();
    await judgeScreen(page, `notifications in the details at ${width}`);
    await page.keyboard.press('Escape');
    await ayse.settings.open();
    await ayse.settings.quietHours.click();
    await ayse.settings.keywords.scrollIntoViewIfNeeded();
    await judgeScreen(page, `quiet hours at ${width}`);
  });

test('who comes back finds what concerns them, and goes there', async ({ openPerson }) => {
  const folder = freshFolder();
  const ayse = await openPerson();
  const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await openPerson({ dataFolder: folder.path });
  await bora.welcome.join({ name: 'Bora', port });
  // Whoever is offline stands in the list if something was said.
  await ayse.conversations.openDirect('Bora');
  await ayse.composer.send('hello');
  await ayse.timeline.showsSent('hello');
  await bora.stop();
  await ayse.conversations.openEveryone();
  await ayse.composer.send('@Bora come to the kitchen');
  await ayse.conversations.openDirect('Bora');
  await ayse.composer.send('are you there?');
  await ayse.timeline.showsSent('are you there?');
  letAnHourPass(folder.path);

  await bora.start();
  await bora.room.isShown('Mutfak');
  await bora.page.mouse.move(10, 300);
  const { card, line } = bora.attention;
  // The mention stands in the conversation that is shown and read at once.
  await expect(line('questions', 1)).toBeVisible();
  await judgeScreen(bora.page, 'the card of who comes back');
  await line('questions', 1).click();
  await bora.timeline.shows('are you there?', 'Ayşe');
  await expect(card).toHaveCount(0);
  await bora.stop();
  folder.remove();
});

/** Whoever closed the app did so an hour earlier. */
function letAnHourPass(dataFolder: string): void {
  const database = new DatabaseSync(join(dataFolder, 'profile', 'replica.db'));
  database.exec('UPDATE room SET seen_at = seen_at - 3600000');
  database.close();
}
