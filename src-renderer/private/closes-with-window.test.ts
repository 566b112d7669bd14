import { expect, it, vi } from 'vitest';
import { closesWithWindow } from './private-store.ts';

/** A window with the two events that count; the pages of tests never reload. */
function setUp(is: Parameters<typeof closesWithWindow>[2]) {
  const navigation = new EventTarget();
  const target = Object.assign(new EventTarget(), { navigation });
  const close = vi.fn<() => void>();
  const end = closesWithWindow(target as unknown as Window, { close }, is);
  const navigate = (navigationType: string) =>
    navigation.dispatchEvent(Object.assign(new Event('navigate'), { navigationType }));
  const press = (init: KeyboardEventInit) =>
    target.dispatchEvent(new KeyboardEvent('keydown', init));
  return { close, end, navigate, press, hide: () => target.dispatchEvent(new Event('pagehide')) };
}

it('R3.5 a private chat ends with its window, in whatever state', () => {
  for (const is of ['asking', 'open', 'interrupted', 'ended'] as const) {
    const { close, hide } = setUp(is);
    hide();
    expect(close, is).toHaveBeenCalledOnce();
  }
});

it('R3.3 one that waits for an answer goes on waiting', () => {
  const { close, hide } = setUp('asked');
  hide();
  expect(close).not.toHaveBeenCalled();
});

it('a page that loads itself again keeps its private chat', () => {
  const { close, navigate, hide } = setUp('open');
  navigate('reload');
  hide();
  expect(close).not.toHaveBeenCalled();
  navigate('push');
  hide();
  expect(close).toHaveBeenCalledOnce();
});

it.each([{ key: 'F5' }, { key: 'r', ctrlKey: true }, { key: 'R', metaKey: true, shiftKey: true }])(
  'a reload by keys keeps it as well: %o',
  (keys) => {
    const { close, press, hide } = setUp('open');
    press(keys);
    hide();
    expect(close).not.toHaveBeenCalled();
    press({ key: 'r' });
    hide();
    expect(close).toHaveBeenCalledOnce();
  },
);

it('listens no longer than it is asked to', () => {
  const { close, end, hide } = setUp('open');
  end();
  hide();
  expect(close).not.toHaveBeenCalled();
});
