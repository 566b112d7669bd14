import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AccountId, Cid, PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import { ali, privateView, roomId, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { click } from '../ui/testing/render.tsx';
import { PrivateEntries } from './conversation-list.tsx';
import { useAskPrivate } from '../room/use-show.ts';

const opened = vi.fn<(...opening: unknown[]) => null>(() => null);
beforeEach(() => {
  opened.mockClear();
  vi.stubGlobal('open', opened);
});
afterEach(() => vi.unstubAllGlobals());

const hashes = () => opened.mock.calls.map(([hash]) => hash);
const withAli = privateView();
const withVeli = privateView({
  private: 'veli000000000000' as PrivateId,
  partner: veli,
  partnerName: 'Veli',
  state: { is: 'asking' },
});

it('R3.3 lists private chats with how they stand and what is unread, and opens their windows', async () => {
  const privates = [{ ...withAli, unread: 3 }, withVeli];
  const { container } = await renderInRoom(<PrivateEntries />, { privates });
  const entries = [...container.querySelectorAll('[data-entry]')];
  expect(container.querySelector('section')?.getAttribute('aria-label')).toBe('Private chats');
  expect(entries.map((entry) => entry.textContent)).toEqual([
    'Ali open33 new private texts',
    'Veli asked, no answer yet',
  ]);
  await click(entries[0]);
  expect(hashes()).toEqual([`#/private/${roomId}/${withAli.private}`]);
});

it('shows how far a file is that is given or fetched, in place of how the chat stands', async () => {
  const size = 100 * limits.fileBlockBytes;
  const file = (name: string) => ({ hash: hashOf(name), size, name });
  const said = (from: AccountId, name: string) =>
    ({ cid: name as Cid, from, at: 1, text: '', state: 'sent', files: [file(name)] }) as const;
  const messages = [said(self, 'report.pdf'), said(ali, 'film.mp4')].map((each) => ({
    ...each,
    files: [...each.files],
  }));
  const view = { ...withAli, messages };
  const { container, sample, happen } = await renderInRoom(<PrivateEntries />, {
    privates: [view],
  });
  const push = (name: string, is: 'up' | 'down' | 'stopped', isPrivate?: true) => {
    const state = { room: roomId, hash: hashOf(name), is, done: 0.4 * size, size };
    const told = { ...state, isPrivate, bytesPerSecond: 0 };
    return happen(() => sample.bridge.push('file/changed', [told]));
  };
  const words = () => container.querySelector('[data-entry]')?.textContent;
  await push('report.pdf', 'up');
  expect(words()).toBe('Ali open');
  await push('report.pdf', 'up', true);
  expect(words()).toContain('Sending report.pdf, 40%');
  expect(container.querySelector('progress')?.value).toBe(40);
  await push('report.pdf', 'stopped', true);
  expect(words()).toBe('Ali open');
  await push('film.mp4', 'down', true);
  expect(words()).toContain('Saving film.mp4, 40%');
});

it('is nothing where there is no private chat', async () => {
  const { container } = await renderInRoom(<PrivateEntries />);
  expect(container.textContent).toBe('');
});

function AskButton() {
  const ask = useAskPrivate();
  return (
    <button type="button" onClick={() => ask(ali)}>
      ask
    </button>
  );
}

it('R3.3 asks, and opens the window that waits for the answer', async () => {
  const { container, sample, happen } = await renderInRoom(<AskButton />);
  const value = { ...withAli, state: { is: 'asking' as const } };
  sample.bridge.answer({ 'private/ask': () => ({ ok: true, value }) });
  await click(container.querySelector('button'));
  await happen(() => undefined);
  expect(sample.bridge.asked('private/ask')).toEqual([{ room: roomId, account: ali }]);
  expect(hashes()).toEqual([`#/private/${roomId}/${withAli.private}`]);
});

it('R3.3 one that is there already is shown instead of asking again, unless it is over', async () => {
  const { container, sample, happen } = await renderInRoom(<AskButton />, { privates: [withAli] });
  await click(container.querySelector('button'));
  expect(sample.bridge.asked('private/ask')).toEqual([]);
  expect(hashes()).toHaveLength(1);
  const over = { ...withAli, state: { is: 'ended', reason: 'left' } as const };
  await happen(() => sample.bridge.push('private/changed', over));
  await click(container.querySelector('button'));
  expect(sample.bridge.asked('private/ask')).toHaveLength(1);
});

it('R3.3 a refusal is told, and no window opens', async () => {
  const { container, sample, happen, frame } = await renderInRoom(<AskButton />);
  sample.bridge.answer({
    'private/ask': () => ({ ok: false, refusal: { code: 'member-offline' } }),
  });
  await click(container.querySelector('button'));
  await happen(() => undefined);
  expect(frame.getState().notices).toMatchObject([
    { key: 'notice.refused', params: { refusal: { code: 'member-offline' } } },
  ]);
  expect(opened).not.toHaveBeenCalled();
});
