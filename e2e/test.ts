import { test as base, expect } from 'playwright/test';
import { BrowserDesktop } from './harness/browser-desktop.ts';
import type { Desktop, DesktopOptions } from './harness/desktop.ts';
import { ElectronDesktop } from './harness/electron-desktop.ts';
import { freshFolder } from './harness/fresh-folder.ts';
import { Person } from './pages/person.ts';
import { StubElectronDesktop } from './harness/stub-electron-desktop.ts';

export type PersonOptions = Partial<
  Pick<DesktopOptions, 'language' | 'colorScheme' | 'viewport' | 'dataFolder' | 'standIn'>
>;

type Fixtures = {
  /** Somebody new at a computer of their own, with the app's first window open. */
  openPerson: (options?: PersonOptions) => Promise<Person>;
  /** Ayşe, who hosts the room "Mutfak", and Bora, who has joined it. */
  openTwo: () => Promise<{ ayse: Person; bora: Person; port: number }>;
  /** These two and Can, who has joined too. */
  openThree: () => Promise<{ ayse: Person; bora: Person; can: Person; port: number }>;
};

export const test = base.extend<Fixtures>({
  openPerson: async ({ browser }, provide, info) => {
    const people: Person[] = [];
    const folders: { remove(): void }[] = [];
    const problems: string[] = [];
    await provide(async (options = {}) => {
      const folder = freshFolder();
      folders.push(folder);
      const language = options.language ?? 'en';
      const all: DesktopOptions = {
        dataFolder: folder.path,
        colorScheme: 'light',
        viewport: { width: 1280, height: 800 },
        onProblem: (problem) => problems.push(problem),
        ...options,
        language,
      };
      const person = new Person(desktopFor(info.project.name), language, options.standIn?.texts);
      people.push(person);
      await person.start();
      return person;

      function desktopFor(project: string): Desktop {
        const electron = process.env['ODA_ELECTRON'];
        if (project === 'electron-stub') return new StubElectronDesktop(browser, all);
        if (project === 'electron' && electron) return new ElectronDesktop(electron, all);
        return new BrowserDesktop(browser, all);
      }
    });
    for (const person of people.toReversed()) await person.stop();
    for (const folder of folders) folder.remove();
    expect(problems).toEqual([]);
  },
  openTwo: async ({ openPerson }, provide) => {
    await provide(async () => {
      const ayse = await openPerson();
      const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
      const bora = await openPerson();
      await bora.welcome.join({ name: 'Bora', port });
      return { ayse, bora, port };
    });
  },
  openThree: async ({ openPerson, openTwo }, provide) => {
    await provide(async () => {
      const two = await openTwo();
      const can = await openPerson();
      await can.welcome.join({ name: 'Can', port: two.port });
      return { ...two, can };
    });
  },
});

export { expect };
