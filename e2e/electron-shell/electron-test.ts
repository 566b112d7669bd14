import { freshFolder } from '../harness/fresh-folder.ts';
import { Person } from '../pages/person.ts';
import { StubElectronDesktop, type StubOptions } from '../harness/stub-electron-desktop.ts';
import { expect, test as base } from '../test.ts';

type AtDesk = { person: Person; desk: StubElectronDesktop; dataFolder: string };

type Fixtures = {
  /** A computer on which the Electron shell can be started, with all that it does outside of its pages. */
  newDesk: (options?: Partial<StubOptions>) => { desk: StubElectronDesktop; dataFolder: string };
  /** Somebody in front of one, with the first window open. */
  sitDown: (options?: Partial<StubOptions>) => Promise<AtDesk>;
};

export const test = base.extend<Fixtures>({
  newDesk: async ({ browser }, provide) => {
    const desks: StubElectronDesktop[] = [];
    const folders: { remove(): void }[] = [];
    const problems: string[] = [];
    await provide((options = {}) => {
      const folder = freshFolder();
      folders.push(folder);
      const desk = new StubElectronDesktop(browser, {
        dataFolder: folder.path,
        language: 'en',
        colorScheme: 'light',
        viewport: { width: 1280, height: 800 },
        onProblem: (problem) => problems.push(problem),
        ...options,
      });
      desks.push(desk);
      return { desk, dataFolder: options.dataFolder ?? folder.path };
    });
    for (const desk of desks.toReversed()) await desk.close();
    for (const folder of folders) folder.remove();
    expect(problems).toEqual([]);
  },
  sitDown: async ({ newDesk }, provide) => {
    await provide(async (options = {}) => {
      const { desk, dataFolder } = newDesk(options);
      const person = new Person(desk, options.language ?? 'en');
      await person.start();
      return { person, desk, dataFolder };
    });
  },
});

export { expect };
