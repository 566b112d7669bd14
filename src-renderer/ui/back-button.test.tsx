import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { BackButton } from './back-button.tsx';
import { button, click, render } from './testing/render.tsx';

test('the way back says its name to the pointer, and covers nothing when it has the focus', async () => {
  const onClick = vi.fn<() => void>();
  const { container } = await render(<BackButton label="Back" onClick={onClick} />);
  const found = button(container, 'Back');
  expect(found.title).toBe('Back');
  await act(async () => found.focus());
  expect(document.body.textContent).not.toContain('Back');
  await click(found);
  expect(onClick).toHaveBeenCalledOnce();
});
