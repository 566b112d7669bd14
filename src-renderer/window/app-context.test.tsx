import { useLayoutEffect } from 'react';
import { expect, test } from 'vitest';
import { useShortcut } from './app-context.tsx';
import { renderInApp } from './testing/sample-app.tsx';
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
  await renderInApp(<Panel />, { shortcuts });
  expect(closed).toBe(1);
  shortcuts.dispose();
});
