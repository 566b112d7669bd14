import { chromium, expect, test as base } from 'playwright/test';
import { BrowserDesktop } from '../harness/browser-desktop.ts';
import { freshFolder } from '../harness/fresh-folder.ts';
import { twoComputers, type Computer } from '../harness/two-computers.ts';
import { Person } from '../pages/person.ts';

type Fixtures = {
  computers: [Computer, Computer];
  /** Somebody at one of the computers, with the app's first window open. */
  sitDownAt: (computer: Computer) => Promise<Person>;
};

const test = base.extend<Fixtures>({
  computers: async ({ launchOptions }, provide) => {
    const folder = freshFolder();
    const installed = launchOptions.executablePath ?? chromium.executablePath();
    const { computers, unplug } = await twoComputers(folder.path, installed);
    await provide(computers);
    unplug();
    folder.remove();
  },
  sitDownAt: async ({ launchOptions }, provide) => {
    const problems: string[] = [];
    const leaving: (() => Promise<void>)[] = [];
    await provide(async ({ within, chromium: executablePath }) => {
      const browser = await chromium.launch({ ...launchOptions, executablePath });
      const own = freshFolder();
      const desktop = new BrowserDesktop(browser, {
        dataFolder: own.path,
        language: 'en',
        colorScheme: 'light',
        viewport: { width: 1280, height: 800 },
        within,
        onProblem: (problem) => problems.push(problem),
      });
      const person = new Person(desktop, 'en');
      leaving.push(async () => {
        await person.stop();
        await browser.close();
        own.remove();
      });
      await person.start();
      return person;
    });
    for (const leave of leaving.toReversed()) await leave();
    expect(problems).toEqual([]);
  },
});

test('a room of the same network is found, over two interfaces once, joined by a click, and gone when it closes', async ({
  computers: [one, two],
  sitDownAt,
}, info) => {
  const ayse = await sitDownAt(one);
  const bora = await sitDownAt(two);
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const hostedAt = Date.now();
  const found = bora.welcome.nearby('Mutfak');
  await expect(found).toContainText(/1 person · (192\.168\.7|10\.20\.30)\.1:/);
  const afterMs = Date.now() - hostedAt;
  info.annotations.push({ type: 'found', description: `${afterMs} ms after it was hosted` });
  await expect(found).toHaveCount(1);

  await bora.welcome.name.fill('Bora');
  await found.click();
  await bora.welcome.joinCompared.click();
  await bora.composer.send('buldum');
  await expect(ayse.timeline.message('buldum')).toBeVisible();

  const can = await sitDownAt(two);
  await expect(can.welcome.nearby('Mutfak')).toContainText('2 people');
  await ayse.stop();
  await expect(can.welcome.nearby('Mutfak')).toBeHidden();
});
