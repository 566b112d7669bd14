import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
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

test('a link that Oda is started with is answered in the window, and so are later ones', async ({
  sitDown,
  newDesk,
}) => {
  const { person, desk, dataFolder } = await sitDown({ args: ['oda://invite/early'] });
  const sentence = person.page.getByText(person.words.notice.linkNotYet);
  await expect(sentence).toHaveCount(1);
  const { desk: second } = newDesk({ dataFolder, args: ['oda://invite/late'] });
  await second.launch();
  expect(await second.exited()).toBe(0);
  await expect(sentence).toHaveCount(2);
  await desk.call({ is: 'app-event', event: 'open-url', args: ['oda://invite/from-macos'] });
  await expect(sentence).toHaveCount(3);
  await desk.call({ is: 'app-event', event: 'open-url', args: ['https://example.com/'] });
  await expect.poll(() => desk.did('front').length).toBe(3);
});
