import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Menu, MenuItem } from './menu.tsx';
import { PasswordField, TextField } from './text-field.tsx';
import { Select } from './select.tsx';
import { button, click, field, press, render, type } from './testing/render.tsx';

describe('ui kit', () => {
  it('a busy button keeps the focus and takes no second click', async () => {
    let clicks = 0;
    const count = () => {
      clicks += 1;
    };
    const page = await render(<Button onClick={count}>Join</Button>);
    button(page.container, 'Join').focus();
    await click(button(page.container, 'Join'));
    await page.update(
      <Button busy onClick={count}>
        Join
      </Button>,
    );
    await click(button(page.container, 'Join'));
    expect(clicks).toBe(1);
    expect(document.activeElement).toBe(button(page.container, 'Join'));
    await page.unmount();
  });

  it('a field tells its error as its description', async () => {
    let typed = '';
    const page = await render(
      <TextField
        label="Name"
        value=""
        error="That name is taken. Choose another."
        onValue={(value) => {
          typed = value;
        }}
      />,
    );
    const input = field(page.container, 'Name');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const note = document.getElementById(input.getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toBe('That name is taken. Choose another.');
    await type(input, 'Veli');
    expect(typed).toBe('Veli');
    await page.unmount();
  });

  it('a password is shown only when asked for', async () => {
    const page = await render(<PasswordField label="Password" value="secret" onValue={() => {}} />);
    expect(field(page.container, 'Password').type).toBe('password');
    await click(button(page.container, 'Show password'));
    expect(field(page.container, 'Password').type).toBe('text');
    await page.unmount();
  });

  it('a badge is nothing at 0 and says more than 99 in short', async () => {
    const page = await render(<Badge count={0} label="none" />);
    expect(page.container.textContent).toBe('');
    await page.update(<Badge count={120} label="120 unread messages" />);
    expect(page.container.textContent).toBe('99+120 unread messages');
    await page.unmount();
  });

  it('a dialog has a name and closes by Esc and by its button', async () => {
    function Host() {
      const [open, setOpen] = useState(true);
      return (
        <>
          <Button onClick={() => setOpen(true)}>Open</Button>
          {open ? (
            <Dialog onClose={() => setOpen(false)} title="Settings">
              inside
            </Dialog>
          ) : null}
        </>
      );
    }
    const page = await render(<Host />);
    const dialog = () => document.querySelector('[role="dialog"]');
    const title = document.getElementById(dialog()?.getAttribute('aria-labelledby') ?? '');
    expect(title?.textContent).toBe('Settings');
    await press(document.activeElement ?? document.body, 'Escape');
    expect(dialog()).toBeNull();
    await click(button(page.container, 'Open'));
    await click(button(document, 'Close'));
    expect(dialog()).toBeNull();
    await page.unmount();
  });

  it('a menu opens at its trigger and runs what is chosen', async () => {
    let left = 0;
    const page = await render(
      <Menu label="More">
        <MenuItem
          onSelect={() => {
            left += 1;
          }}
        >
          Leave
        </MenuItem>
      </Menu>,
    );
    await click(button(page.container, 'More'));
    await click(button(document, 'Leave'));
    expect(left).toBe(1);
    await page.unmount();
  });

  it('a select shows the label of its value and has a name', async () => {
    const options = [
      { value: 'en', label: 'English' },
      { value: 'tr', label: 'Türkçe' },
    ] as const;
    const page = await render(
      <Select label="Language" value="tr" options={options} onValue={() => {}} />,
    );
    const trigger = page.container.querySelector('[role="combobox"]');
    expect(trigger?.textContent).toContain('Türkçe');
    const label = document.getElementById(trigger?.getAttribute('aria-labelledby') ?? '');
    expect(label?.textContent).toBe('Language');
    await page.unmount();
  });
});
