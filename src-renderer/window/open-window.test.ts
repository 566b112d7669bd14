import { afterEach, expect, it, vi } from 'vitest';
import { everyone, type PrivateId } from '../../src-shared/protocol/ids.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { roomId } from '../bridge/testing/sample-room.ts';
import { createFrameStore } from './frame-store.ts';
import { createOpenWindow } from './open-window.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser that lets these windows open. */
function browser(opened: (Window | null)[], raise?: () => void) {
  const open = vi.fn<(hash: string, name: string) => Window | null>();
  for (const one of opened) open.mockReturnValueOnce(one);
  vi.stubGlobal('open', open);
  const frame = createFrameStore();
  const { t } = createI18n('en');
  const openWindow = createOpenWindow({ frame, t, bridge: raise ? { raise } : {} });
  return { open, openWindow, notices: () => frame.getState().notices };
}

it('R3.3 a window that the browser keeps from opening is told of, with a button that opens it', () => {
  const { open, openWindow, notices } = browser([null, window]);
  openWindow.privateChat(roomId, 'private000000000' as PrivateId);
  const [notice] = notices();
  expect(notice).toMatchObject({
    key: 'notice.text',
    params: { text: expect.stringContaining('Allow pop-ups for this page') },
    action: { label: 'Open' },
  });
  if (notice?.key === 'notice.text') notice.action?.run();
  expect(open).toHaveBeenCalledTimes(2);
  expect(open.mock.calls[1]).toEqual(open.mock.calls[0]);
  expect(notices()).toHaveLength(1);
});

it('the same for a conversation in a window of its own', () => {
  const { openWindow, notices } = browser([null]);
  openWindow.conversation(roomId, everyone);
  expect(notices()).toHaveLength(1);
});

it('says nothing of one that opened, nor where the program opens its windows itself', () => {
  const opened = browser([window]);
  opened.openWindow.conversation(roomId, everyone);
  expect(opened.notices()).toEqual([]);
  const program = browser([null], () => undefined);
  program.openWindow.conversation(roomId, everyone);
  expect(program.notices()).toEqual([]);
});
