import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { usualSettings } from '../app/app-store.ts';
import { renderInApp } from '../app/testing/sample-app.tsx';
import type { SampleApp } from '../app/testing/sample-app.tsx';
import { shortcutList } from '../app/shortcuts.ts';
import { click, field, press, type } from '../ui/testing/render.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

let page: SampleApp;
afterEach(() => page.unmount());

const kept = (change: object) => ({
  ok: true as const,
  value: { ...usualSettings, language: 'en' as const, ...change },
});

it('a theme counts when it is chosen', async () => {
  page = await renderInApp(<SettingsDialog onClose={() => {}} />, {
    handlers: { 'settings/change': kept },
  });
  await click(document.querySelectorAll('[role="combobox"]')[1]);
  const options = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
  const dark = options.find((option) => option.textContent === 'Dark');
  const mouse = { bubbles: true, pointerType: 'mouse', detail: 1 };
  await act(async () => {
    dark?.dispatchEvent(new PointerEvent('pointerdown', mouse));
    dark?.dispatchEvent(new PointerEvent('click', mouse));
  });
  expect(page.bridge.asked('settings/change')).toEqual([{ theme: 'dark' }]);
  expect(page.app.getState().settings.theme).toBe('dark');
});

it('a name is kept by Enter, trimmed, and only where it changed', async () => {
  page = await renderInApp(<SettingsDialog onClose={() => {}} />, {
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
  page = await renderInApp(<SettingsDialog onClose={() => {}} />);
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.textContent).toContain('/data/oda');
  expect(dialog?.textContent).toContain('Version 0.1.0');
});

it('lists every shortcut there is', async () => {
  page = await renderInApp(<ShortcutsDialog onClose={() => {}} />);
  const rows = [...document.querySelectorAll('[role="dialog"] dt')];
  expect(rows).toHaveLength(shortcutList.length + 2);
  expect(rows.every((row) => row.textContent && !row.textContent.includes('.'))).toBe(true);
});
