import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { usualSettings } from '../../src-shared/bridge/app.ts';
import { renderInApp, type SampleApp } from '../window/testing/sample-app.tsx';
import { messageKeys } from '../messages/message-acts.ts';
import { shortcutList } from '../window/shortcuts.ts';
import { click, field, press, type } from '../ui/testing/render.tsx';
import { SettingsDialog, ShortcutsDialog } from './settings-dialog.tsx';

let page: SampleApp;
afterEach(() => page.unmount());

const kept = (change: object) => ({
  ok: true as const,
  value: { ...usualSettings, language: 'en' as const, ...change },
});

async function choose(label: string, name: string): Promise<void> {
  await click(document.querySelector(`[role="combobox"][aria-label="${label}"]`));
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
    'true',
    'true',
    'true',
    'true',
    'true',
  ]);
  await click(switches[0]?.closest('label'));
  await click(switches[1]?.closest('label'));
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
  expect(rows).toHaveLength(shortcutList.length + messageKeys.length + 9);
  expect(rows.every((row) => row.textContent && !row.textContent.includes('.'))).toBe(true);
});
