import { useLayoutEffect } from 'react';
import { expect, test } from 'vitest';
import { render } from '../ui/testing/render.tsx';
import { ShortcutsProvider, useShortcut } from './shortcuts-context.tsx';
import { createShortcuts } from './shortcuts.ts';

test('a key that is pressed before the first painting is heard', async () => {
  const shortcuts = createShortcuts(window);
  let closed = 0;
  function Panel() {
    useShortcut('close', () => {
      closed += 1;
    });
    useLayoutEffect(() => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    }, []);
    return null;
  }
  await render(
    <ShortcutsProvider shortcuts={shortcuts}>
      <Panel />
    </ShortcutsProvider>,
  );
  expect(closed).toBe(1);
  shortcuts.dispose();
});
