import { useRef, useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { Dialog } from './dialog.tsx';
import { Menu, MenuItem } from './menu.tsx';
import { button, click, press, render, type Rendered } from './testing/render.tsx';

let page: Rendered | undefined;
afterEach(() => page?.unmount());

type Open = 'first' | 'second' | undefined;

/** A field to write in, and two dialogs, the first of which opens the second and is gone then. */
function TwoDialogs({ hasField }: { hasField: boolean }) {
  const [open, setOpen] = useState<Open>();
  const field = useRef<HTMLInputElement>(null);
  const composer = useRef<HTMLTextAreaElement>(null);
  const close = () => setOpen(undefined);
  return (
    <>
      <textarea ref={composer} onKeyDown={(event) => event.key === 'k' && setOpen('first')} />
      <Menu label="More">
        <MenuItem onSelect={() => setOpen('second')}>Open the second</MenuItem>
      </Menu>
      <Menu label="Signs" after={composer}>
        <MenuItem onSelect={() => setOpen('second')}>Open it from here</MenuItem>
      </Menu>
      {open === 'first' ? (
        <Dialog title="First" onClose={close}>
          <button
            type="button"
            onClick={() => {
              close();
              setOpen('second');
            }}
          >
            Go on
          </button>
        </Dialog>
      ) : null}
      {open === 'second' ? (
        <Dialog title="Second" onClose={close} {...(hasField ? { initialFocus: field } : {})}>
          <input ref={field} />
        </Dialog>
      ) : null}
    </>
  );
}

const focused = () => document.activeElement ?? document.body;
const dialogWithFocus = () => {
  const dialog = focused().closest('[role="dialog"]');
  const title = document.getElementById(dialog?.getAttribute('aria-labelledby') ?? '');
  return title?.textContent;
};

async function shown(hasField: boolean) {
  page = await render(<TwoDialogs hasField={hasField} />);
  const composer = page.container.querySelector('textarea');
  composer?.focus();
  return { container: page.container, composer };
}

describe.each([{ hasField: true }, { hasField: false }])(
  'a dialog, field first: $hasField',
  (given) => {
    it('has the focus as soon as it is there, and gives it back', async () => {
      const { composer } = await shown(given.hasField);
      await press(focused(), 'k');
      expect(dialogWithFocus()).toBe('First');
      await press(focused(), 'Escape');
      expect(focused()).toBe(composer);
    });

    it('keeps the focus where another dialog opened it and is gone', async () => {
      const { composer } = await shown(given.hasField);
      await press(focused(), 'k');
      button(document, 'Go on').focus();
      await click(button(document, 'Go on'));
      expect(dialogWithFocus()).toBe('Second');
      await press(focused(), 'Escape');
      expect(focused()).toBe(composer);
    });

    it('keeps the focus where a menu opened it, and gives it back to what opened the menu', async () => {
      const { container } = await shown(given.hasField);
      const trigger = button(container, 'More');
      trigger.focus();
      await click(trigger);
      button(document, 'Open the second').focus();
      await click(button(document, 'Open the second'));
      expect(dialogWithFocus()).toBe('Second');
      await press(focused(), 'Escape');
      expect(focused()).toBe(trigger);
    });

    it('keeps the focus where the menu that opened it would give it to another', async () => {
      const { container } = await shown(given.hasField);
      await click(button(container, 'Signs'));
      button(document, 'Open it from here').focus();
      await click(button(document, 'Open it from here'));
      expect(dialogWithFocus()).toBe('Second');
    });
  },
);
