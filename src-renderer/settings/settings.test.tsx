import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { usualSettings } from '../../src-shared/bridge/app.ts';
import { renderInApp, type SampleApp } from '../window/testing/sample-app.tsx';
import { messageKeys } from '../messages/message-acts.ts';
import { shortcutList, switcherList } from '../window/shortcuts.ts';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

let page: SampleApp;
afterEach(() => page.unmount());

const kept = (change: object) => ({
  ok: true as const,
  value: { ...usualSettings, language: 'en' as const, ...change },
});

async function choose(label: string, name: string): Promise<void> {
  await chooseIn(document.querySelector(`[role="combobox"][aria-label="${label}"]`), name);
}

async function chooseIn(box: Element | null | undefined, name: string): Promise<void> {
  await click(box);
  const options = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
  const wanted = options.find((option) => option.textContent === name);
  const mouse = { bubbles: true, pointerType: 'mouse', detail: 1 };
  await act(async () => {
    wanted?.dispatchEvent(new PointerEvent('pointerdown', mouse));
    wanted?.dispatchEvent(new PointerEvent('click', mouse));
  });
}

it('a theme counts when it is chosen', async () => {
  page = await renderInApp(<SettingsDialog />, {
    handlers: { 'settings/change': kept },
  });
  await choose('Appearance', 'Dark');
  expect(page.bridge.asked('settings/change')).toEqual([{ theme: 'dark' }]);
  expect(page.app.getState().settings.theme).toBe('dark');
});

it('R3.8 W10 away, receipts and the number of private chats are chosen here', async () => {
  page = await renderInApp(<SettingsDialog />, {
    handlers: { 'settings/change': kept },
  });
  const switches = [...document.querySelectorAll('[role="switch"]')];
  expect(switches.map((one) => one.getAttribute('aria-checked'))).toEqual([
    // Quiet hours.
    'false',
    'true',
    'true',
    'true',
    'true',
    'true',
  ]);
  await click(switches[1]?.closest('label'));
  await click(switches[2]?.closest('label'));
  await choose('Private chats at once', '3');
  expect(page.bridge.asked('settings/change')).toEqual([
    { away: false },
    { receipts: false },
    { privateChats: 3 },
  ]);
});

it('spelling is a choice where the shell is Electron, and nowhere else', async () => {
  const shown = () =>
    [...document.querySelectorAll('label')].find((one) =>
      one.textContent.includes('Check spelling'),
    );
  page = await renderInApp(<SettingsDialog />);
  expect(shown()).toBeUndefined();
  await page.unmount();
  page = await renderInApp(<SettingsDialog />, {
    start: { shell: 'electron' },
    handlers: { 'settings/change': kept },
  });
  expect(shown()?.textContent).toContain('fetched from the internet');
  await click(shown());
  expect(page.bridge.asked('settings/change')).toEqual([{ spelling: true }]);
});

it('a name is kept by Enter, trimmed, and only where it changed', async () => {
  page = await renderInApp(<SettingsDialog />, {
    handlers: { 'settings/change': kept },
  });
  const name = field(document, 'Name in new rooms');
  expect(name.value).toBe('ayse');
  await press(name, 'Enter');
  expect(page.bridge.asked('settings/change')).toEqual([]);
  await type(name, ' Ayşe ');
  await press(name, 'Enter');
  expect(page.bridge.asked('settings/change')).toEqual([{ name: 'Ayşe' }]);
});

it('shows where the data lies and which version this is', async () => {
  page = await renderInApp(<SettingsDialog />);
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.textContent).toContain('/data/oda');
  expect(dialog?.textContent).toContain('Version 0.1.0');
});

it('lists every shortcut there is', async () => {
  page = await renderInApp(<ShortcutsDialog />);
  const rows = [...document.querySelectorAll('[role="dialog"] dt')];
  expect(rows).toHaveLength(shortcutList.length + switcherList.length + messageKeys.length + 9);
  expect(rows.every((row) => row.textContent && !row.textContent.includes('.'))).toBe(true);
});

it('quiet hours are turned on, moved, and kept to some days; a line says what happens', async () => {
  let chosen = {};
  page = await renderInApp(<SettingsDialog />, {
    handlers: { 'settings/change': (change) => kept((chosen = { ...chosen, ...change })) },
  });
  expect(document.body.textContent).toContain('In them nothing is shown or heard.');
  await click(document.querySelector('[role="switch"]')?.closest('label'));
  expect(document.body.textContent).toContain(
    'From 10:00 PM to 7:00 AM nothing is shown or heard.',
  );
  const monday = button(document, 'Mon');
  const label = monday.closest('[role="group"]')?.getAttribute('aria-labelledby') ?? '';
  expect(document.getElementById(label)?.textContent).toBe('On which days they begin');
  expect(monday.getAttribute('aria-pressed')).toBe('true');
  await click(monday);
  expect(monday.getAttribute('aria-pressed')).toBe('false');
  expect(page.bridge.asked('settings/change').at(-1)).toEqual({ quietDays: '234560' });
  await chooseIn(
    [...document.querySelectorAll('[role="combobox"]')].find(
      (one) => one.textContent === '10:00 PM',
    ),
    '7:00 AM',
  );
  expect(page.bridge.asked('settings/change').at(-1)).toEqual({ quietFrom: 420 });
  expect(document.body.textContent).toContain('All day nothing is shown or heard.');
});

it('own words that were typed are kept when Esc closes the settings', async () => {
  page = await renderInApp(<SettingsDialog />, { handlers: { 'settings/change': kept } });
  await type(field(document, 'My words'), 'release, tea');
  await page.update(<p />);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(page.bridge.asked('settings/change')).toEqual([{ keywords: 'release, tea' }]);
});

it('own words are kept when one leaves the field, and said to be too many first', async () => {
  page = await renderInApp(<SettingsDialog />, { handlers: { 'settings/change': kept } });
  const words = field(document, 'My words');
  const many = Array.from({ length: 21 }, (_, at) => `w${at}`).join(' ');
  await type(words, many);
  await press(words, 'Enter');
  expect(page.bridge.asked('settings/change')).toEqual([]);
  expect(document.querySelector('[role="alert"]')?.textContent).toBe('At most 20 words.');
  await type(words, ' release, tea ');
  await press(words, 'Enter');
  expect(page.bridge.asked('settings/change')).toEqual([{ keywords: 'release, tea' }]);
});
