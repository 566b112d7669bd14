import { expect, test } from 'vitest';
import { shellWords } from '../words.ts';
import { appMenu } from './app-menu.ts';

function rolesOf(items: ReturnType<typeof appMenu>): unknown[] {
  return items.flatMap(({ role, submenu }) => [
    ...(role ? [role] : []),
    ...(Array.isArray(submenu) ? rolesOf(submenu) : []),
  ]);
}

test('the keys of editing are there in every language and on every system', () => {
  for (const language of ['en', 'tr'] as const)
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const menu = appMenu(shellWords(language), platform);
      expect(rolesOf(menu)).toEqual(
        expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'quit']),
      );
      expect(rolesOf(menu).includes('appMenu')).toBe(platform === 'darwin');
      expect(rolesOf(menu).includes('windowMenu')).toBe(platform === 'darwin');
    }
  expect(appMenu(shellWords('tr'), 'linux')[0]?.label).toBe('Dosya');
});
