import { cpSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { projectFolder, projectNode } from '../harness/app-process.ts';
import { freshFolder } from '../harness/fresh-folder.ts';
import { expect, test } from './electron-test.ts';

declare global {
  interface Window {
    readonly oda?: OdaBridge;
  }
}

for (const loading of ['ready', 'finished', 'failed'])
  test(`a window is shown at the first sign of its page, also where that is "${loading}" alone`, async ({
    sitDown,
  }) => {
    const problems: string[] = [];
    const { desk } = await sitDown({
      env: { STUB_LOADING: loading },
      onProblem: (problem) => problems.push(problem),
    });
    await expect.poll(() => desk.did('load-told')).toEqual([1]);
    // With the sign, and not because it took too long.
    const order = desk.deeds
      .map(({ what }) => what)
      .filter((what) => /^(shown|load-told)$/.test(what));
    expect(order).toEqual(['shown', 'load-told']);
    await desk.close();
    expect(problems).toEqual(
      loading === 'failed' ? [expect.stringContaining('ERR_FAILED loading')] : [],
    );
  });

test('and where its page neither loads nor fails', async ({ sitDown }) => {
  const { desk } = await sitDown({ env: { STUB_LOADING: 'nothing' } });
  expect(desk.did('shown')).toEqual([1]);
});

test('the menus speak the chosen language, at once', async ({ sitDown }) => {
  const { person, desk } = await sitDown();
  expect(desk.did('menu')).toEqual([expect.arrayContaining(['File', 'Edit', 'View'])]);
  await person.page.evaluate(() => window.oda?.request('settings/change', { language: 'tr' }));
  await expect
    .poll(() => desk.did('menu').at(-1))
    .toEqual(expect.arrayContaining(['Dosya', 'Düzen', 'Görünüm']));
});

test('the badge counts what one asked to be told of', async ({ sitDown, openPerson }) => {
  const { person, desk } = await sitDown();
  const port = await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const bora = await openPerson();
  await bora.welcome.join({ name: 'Bora', port });
  await person.conversations.openDirect('Bora');
  await bora.composer.send('merhaba');
  await expect.poll(() => desk.did('badge')).toEqual([1]);
  await person.conversations.openEveryone();
  await expect.poll(() => desk.did('badge')).toEqual([1, 0]);
});

const editFlags = {
  canUndo: true,
  canRedo: true,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canDelete: true,
  canSelectAll: true,
  canEditRichly: false,
};
const place = {
  linkURL: '',
  isEditable: true,
  selectionText: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  editFlags,
  frame: null,
  menuSourceType: 'mouse',
};

test('the right mouse button has a menu, and what is chosen in it happens', async ({ sitDown }) => {
  const { desk } = await sitDown();
  const clicked = (details: Record<string, unknown>) =>
    desk.call({ is: 'page-event', window: 1, event: 'context-menu', details });
  await clicked(place);
  expect(desk.did('popup')).toEqual([['cut', 'copy', 'paste', 'selectAll']]);
  await clicked({ ...place, misspelledWord: 'selm', dictionarySuggestions: ['selam'] });
  await desk.call({ is: 'choose', label: 'selam' });
  await desk.call({ is: 'choose', label: 'Add to dictionary' });
  await clicked({ ...place, isEditable: false, linkURL: 'https://example.com/' });
  await desk.call({ is: 'choose', label: 'Copy link' });
  expect(desk.did('replaced')).toEqual(['selam']);
  expect(desk.did('learnt')).toEqual(['selm']);
  await expect.poll(() => desk.did('copied')).toEqual(['https://example.com/']);
  await clicked({ ...place, isEditable: false });
  expect(desk.did('popup')).toHaveLength(3);
});

test('spelling is checked once the person wants it, and no dictionary is fetched before', async ({
  sitDown,
}) => {
  const { person, desk, dataFolder } = await sitDown();
  await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  expect(desk.did('spell-checker')).not.toContain(true);
  expect(desk.did('spell-checker-languages').flat()).toEqual([]);
  await person.settings.open();
  await person.settings.switch('spelling').click();
  await expect.poll(() => desk.did('spell-checker').at(-1)).toBe(true);
  expect(desk.did('spell-checker-languages').at(-1)).toEqual(['en-US', 'tr']);
  await desk.call({ is: 'quit' });
  expect(await desk.exited()).toBe(0);
  await desk.close();
  const { person: again, desk: later } = await sitDown({ dataFolder });
  expect(later.did('spell-checker').at(-1)).toBe(true);
  await again.settings.open();
  await again.settings.switch('spelling').click();
  await expect.poll(() => later.did('spell-checker').at(-1)).toBe(false);
  expect(later.did('spell-checker-languages').at(-1)).toEqual([]);
});

test('a click on a notification brings its window to the front', async ({ sitDown }) => {
  const { person, desk } = await sitDown();
  await person.page.evaluate(() => window.oda?.raise?.());
  await expect.poll(() => desk.did('front')).toEqual([1]);
});

test('every window begins hidden and may become as narrow as a page can be used', async ({
  sitDown,
}) => {
  const { desk } = await sitDown();
  expect(desk.did('window')).toEqual([
    expect.objectContaining({
      show: false,
      title: 'Oda',
      minWidth: 400,
      minHeight: 480,
      backgroundColor: '#ffffff',
      autoHideMenuBar: true,
    }),
  ]);
});

test('a window opens as it was left, in the language that was chosen', async ({
  newDesk,
  sitDown,
}) => {
  const { dataFolder } = newDesk();
  const left = { x: 0, y: 0, width: 900, height: 700, isMaximized: true };
  const file = join(dataFolder, 'window.json');
  writeFileSync(file, JSON.stringify(left));
  const { person, desk } = await sitDown({ dataFolder });
  expect(desk.did('window')).toEqual([
    expect.objectContaining({ x: 0, y: 0, width: 900, height: 700 }),
  ]);
  await person.page.evaluate(() => window.oda?.request('settings/change', { language: 'tr' }));
  rmSync(file);
  await desk.call({ is: 'quit' });
  expect(await desk.exited()).toBe(0);
  await desk.close();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(left);
  const { desk: again } = await sitDown({ dataFolder });
  expect(again.did('menu')).toEqual([expect.arrayContaining(['Dosya'])]);
});

test('Oda comes forward when it is asked for, minimised or without its main window', async ({
  sitDown,
}) => {
  const { desk } = await sitDown();
  await desk.call({ is: 'minimize', window: 1 });
  await desk.call({ is: 'app-event', event: 'activate', args: [] });
  await expect.poll(() => desk.did('front')).toEqual([1]);
  expect(desk.did('restored')).toEqual([1]);
  const url = 'oda-app://oda/index.html#/window/x/everyone';
  await desk.call({ is: 'window-open', window: 1, url });
  // To bring one to the front is to show it, too.
  await expect.poll(() => desk.did('shown')).toEqual([1, 1, 2]);
  await desk.call({ is: 'close', window: 1 });
  await expect.poll(() => desk.did('closed')).toEqual([1]);
  await desk.call({ is: 'app-event', event: 'activate', args: [] });
  await expect.poll(() => desk.did('shown')).toEqual([1, 1, 2, 3]);
});

for (const [choice, outcome] of [
  ['0', 'is loaded again'],
  ['1', 'goes'],
] as const)
  test(`a window whose page crashed ${outcome} as the person chooses`, async ({ sitDown }) => {
    const { person, desk } = await sitDown({ env: { STUB_CHOICE: choice } });
    const gone = (reason: string) =>
      desk.call({
        is: 'page-event',
        window: 1,
        event: 'render-process-gone',
        details: { reason, exitCode: 1 },
      });
    await gone('clean-exit');
    expect(desk.did('message-box')).toEqual([]);
    await gone('crashed');
    expect(desk.did('message-box')).toEqual(['This window has stopped working']);
    if (choice === '0') {
      await expect.poll(() => desk.did('load')).toEqual([1, 1]);
      await expect(person.page.getByRole('main')).toBeVisible();
    } else {
      expect(await desk.exited()).toBe(0);
      expect(desk.did('load')).toEqual([1]);
    }
  });

test('what each system knows a program by, and how it comes to the front there', async ({
  sitDown,
}) => {
  const { desk: windows } = await sitDown({ env: { STUB_PLATFORM: 'win32' } });
  expect(windows.did('app-user-model-id')).toEqual([realpathSync(projectNode())]);
  const { desk: mac } = await sitDown({ env: { STUB_PLATFORM: 'darwin' } });
  expect(mac.did('app-user-model-id')).toEqual([]);
  expect(mac.did('sandbox-enabled')).toEqual([true]);
  await mac.call({ is: 'app-event', event: 'activate', args: [] });
  await expect.poll(() => mac.did('app-focus')).toEqual([{ steal: true }]);
  // macOS has dictionaries of its own, and its list is not Oda's to change.
  expect(mac.did('spell-checker-languages')).toEqual([]);
});

test('an app that cannot open its window says why and ends, so that another shell may try', async ({
  newDesk,
}) => {
  const folder = freshFolder();
  cpSync(join(projectFolder, 'dist/main'), join(folder.path, 'dist/main'), { recursive: true });
  cpSync(join(projectFolder, 'package.json'), join(folder.path, 'package.json'));
  const problems: string[] = [];
  const { desk } = newDesk({ app: folder.path, onProblem: (problem) => problems.push(problem) });
  await desk.launch();
  expect(await desk.exited()).toBe(1);
  await desk.close();
  expect(problems).toEqual([expect.stringContaining('ENOENT')]);
  folder.remove();
});

test('an app whose words nobody reads goes on and ends well', async ({ sitDown }) => {
  const { person, desk } = await sitDown({ env: { STUB_LOADING: 'failed' }, isUnread: true });
  await expect.poll(() => desk.did('load-told')).toEqual([1]);
  await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await desk.call({ is: 'quit' });
  expect(await desk.exited()).toBe(0);
});
