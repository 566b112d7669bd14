import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  PrivateMessage,
  PrivateState,
  PrivateView,
} from '../../src-shared/member/own-copy.ts';
import type { FileState } from '../../src-shared/bridge/files.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import { ali, now, privateView, roomId, self } from '../bridge/testing/sample-room.ts';
import { hand } from '../files/testing/hand-files.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, press, type } from '../ui/testing/render.tsx';
import { PrivateWindow } from './private-window.tsx';

const closed = vi.fn<() => void>();
beforeEach(() => {
  closed.mockClear();
  vi.stubGlobal('close', closed);
});
afterEach(() => vi.unstubAllGlobals());

const place = { room: roomId, private: privateView().private };
const ok = () => ({ ok: true, value: null }) as const;

async function shown(more: Partial<PrivateView> = {}, language: 'en' | 'tr' = 'en') {
  const view = privateView(more);
  const rendered = await renderInRoom(<PrivateWindow id={view.private} />, {
    privates: [view],
    language,
  });
  const { sample, happen, container } = rendered;
  sample.bridge.answer({
    'private/send': ok,
    'private/answer': ok,
    'private/close': ok,
    'private/mark-read': ok,
  });
  const push = (change: Partial<PrivateView>) =>
    happen(() => sample.bridge.push('private/changed', { ...view, ...change }));
  const rows = () => [...container.querySelectorAll('[data-message]')];
  const status = () =>
    [...container.querySelectorAll('[role="status"]')].map((one) => one.textContent).join('');
  const area = () => container.querySelector('textarea');
  return { ...rendered, view, push, rows, status, area, text: () => container.textContent };
}

function said(cid: string, more: Partial<PrivateMessage> = {}): PrivateMessage {
  return {
    cid: cid.padEnd(16, '0') as Cid,
    from: ali,
    at: now,
    text: `text ${cid}`,
    state: 'sent',
    ...more,
  };
}

describe('the window of a private chat', () => {
  it('R3.3 says with whom, and that nothing is kept', async () => {
    const { container, text } = await shown();
    expect(container.querySelector('h1')?.textContent).toBe('Private chat with Ali');
    expect(text()).toContain('Only the two of you. Nothing is kept.');
    expect(document.title).toBe('Private chat with Ali');
  });

  it('a file that the other one has stopped, withdrawn or cannot give just now says which of these it is', async () => {
    const file = { hash: hashOf('plan'), size: 10, name: 'plan.txt' };
    const { container, sample, happen, push, text } = await shown({
      messages: [said('1', { text: 'plan.txt', files: [file] })],
    });
    const stands = (more: Partial<FileState>) =>
      happen(() =>
        sample.bridge.push('file/changed', [
          {
            room: roomId,
            hash: file.hash,
            is: 'waiting',
            done: 4,
            size: 10,
            bytesPerSecond: 0,
            ...more,
          },
        ]),
      );
    await stands({});
    expect(text()).toContain('Waits for Ali');
    await push({
      state: { is: 'interrupted', who: 'partner' },
      messages: [said('1', { text: 'plan.txt', files: [file] })],
    });
    expect(text()).toContain('Ali is not connected; it goes on when they are back');
    await stands({ is: 'stopped', refusal: { code: 'file-stopped-there' } });
    expect(text()).toContain('Ali stopped it at 40%; it goes on when they go on');
    // What waits for it is not asked for a second time: it would be saved twice.
    await click(button(container, 'Try again: plan.txt'));
    expect(sample.bridge.asked('file/go-on')).toMatchObject([{ hash: file.hash }]);
    expect(sample.bridge.asked('file/save')).toEqual([]);
    await stands({ is: 'stopped', refusal: { code: 'file-withdrawn' } });
    expect(container.querySelector('[role="alert"]')?.textContent).toMatch(
      /Ali.? does not give this file any more\./,
    );
    expect(text()).not.toContain('Try again');
  });

  it('files that are dropped at the edge of the window go to the partner, and are refused in words when it is over', async () => {
    const { text, push, frame, stores } = await shown();
    await hand(document.body, 'dragover');
    expect(text()).toContain('Drop to send to Ali');
    await hand(document.body, 'drop', [new File(['text'], 'kedi.txt')]);
    const { private: id } = place;
    expect(stores.staged.of(id).map(({ name }) => name)).toEqual(['kedi.txt']);
    await push({ state: { is: 'ended', reason: 'left', by: 'partner' } });
    await hand(document.body, 'drop', [new File(['text'], 'other.txt')]);
    expect(stores.staged.of(id)).toHaveLength(1);
    const [notice] = frame.getState().notices;
    expect(notice).toMatchObject({ params: { text: 'No files can be sent here' } });
  });

  it('R3.3 shows both sides in order, each with sender and time, on their way or sent', async () => {
    const messages = [
      said('1'),
      said('2', { from: self, state: 'sending' }),
      said('3', { from: self }),
    ];
    const { rows, container } = await shown({ messages });
    expect(rows().map((row) => row.getAttribute('aria-label'))).toEqual([
      expect.stringMatching(/^Ali, .*: text 1$/),
      expect.stringMatching(/^Ece, .*: text 2$/),
      expect.stringMatching(/^Ece, .*: text 3$/),
    ]);
    expect(rows()[1]?.querySelector('[aria-label="Sending"]')).not.toBeNull();
    expect(rows()[2]?.querySelector('[aria-label="Sent"]')).not.toBeNull();
    expect(container.querySelector('[role="log"]')?.getAttribute('aria-label')).toContain('Ali');
  });

  it('R3.4 shows what both compare, with names, and that they have', async () => {
    const compare = { signs: [11, 51, 0, 1, 2, 63], isDone: false };
    const { container, sample, push, text } = await shown({ compare });
    sample.bridge.answer({ 'private/compared': ok });
    const region = container.querySelector('[aria-label="Compare"]');
    const names = [...(region?.querySelectorAll('li') ?? [])].map((one) => one.textContent);
    expect(names).toEqual(['🐢turtle', '🔑key', '🐶dog', '🐱cat', '🦁lion', '🔔bell']);
    expect(text()).toContain('Compare with Ali by another way');
    await click(button(container, 'They see the same'));
    expect(sample.bridge.asked('private/compared')).toEqual([place]);
    await push({ compare: { ...compare, isDone: true } });
    expect(text()).toContain('Compared: only you and Ali can read this.');
    expect(text()).not.toContain('They see the same');
    await push({ compare, state: { is: 'ended', reason: 'not-intact' } });
    expect(container.querySelector('[aria-label="Compare"]')).toBeNull();
    expect(text()).toContain('did not come as Ali sent it');
  });

  it('R3.4 names the signs in Turkish', async () => {
    const compare = { signs: [11, 51], isDone: false };
    const { container } = await shown({ compare }, 'tr');
    const region = container.querySelector('[aria-label="Karşılaştır"]');
    const names = [...(region?.querySelectorAll('li') ?? [])].map((one) => one.textContent);
    expect(names).toEqual(['🐢kaplumbağa', '🔑anahtar']);
  });

  it('what the room would not take says so, and why', async () => {
    const refusal = { code: 'text-too-long', limit: 10 } as const;
    const { rows } = await shown({
      messages: [said('1', { from: self, state: 'failed', refusal })],
    });
    expect(rows()[0]?.textContent).toContain('Use at most 10 characters.');
    expect(rows()[0]?.querySelector('button')).toBeNull();
  });

  it('R3.3 Enter sends, and nothing becomes a draft', async () => {
    const { area, sample, happen } = await shown();
    expect(document.activeElement).toBe(area());
    await type(area(), 'just for you');
    await press(area() as Element, 'Enter');
    await happen(() => undefined);
    expect(sample.bridge.asked('private/send')).toEqual([{ ...place, text: 'just for you' }]);
    expect(area()?.value).toBe('');
    expect(sample.bridge.asked('draft/save')).toEqual([]);
  });

  it('what two hostile messages with one id say stands there once each', async () => {
    const twice = [said('1'), said('1', { text: 'again' })];
    const { rows, push } = await shown({ messages: twice });
    expect(rows()).toHaveLength(2);
    await push({ messages: [said('2'), ...twice] });
    expect(rows()).toHaveLength(3);
    await push({ messages: [said('3')] });
    expect(rows()).toHaveLength(1);
  });

  it('R3.3 the asker sees that an answer is waited for, and can take it back', async () => {
    const { status, area, container, sample } = await shown({ state: { is: 'asking' } });
    expect(status()).toContain('You asked Ali.');
    expect(area()).toBeNull();
    await click(button(container, 'Take back'));
    expect(sample.bridge.asked('private/close')).toEqual([place]);
    expect(closed).toHaveBeenCalledOnce();
  });

  it('R3.3 who is asked answers here as well, and hears why that failed', async () => {
    const state: PrivateState = { is: 'asked', expiresAt: now + 60_000 };
    const { container, sample, text, happen } = await shown({ state });
    expect(text()).toContain('Expires in 60 sec');
    sample.bridge.answer({
      'private/answer': () => ({ ok: false, refusal: { code: 'connection-lost' } }),
    });
    await click(button(container, 'Accept'));
    await happen(() => undefined);
    expect(sample.bridge.asked('private/answer')).toEqual([{ ...place, accept: true }]);
    expect(container.querySelector('[role="alert"]')?.textContent).toContain('connection was lost');
  });

  it('R3.3 what is typed while the accepted chat still opens stands in its field, and is not sent', async () => {
    const early = document.createElement('textarea');
    early.id = 'typed-early';
    document.body.append(early);
    early.value = 'for ';
    const { area, push, sample } = await shown({
      state: { is: 'asked', expiresAt: now + 60_000 },
      messages: [],
    });
    expect(early.isConnected).toBe(false);
    const field = area();
    expect(document.activeElement).toBe(field);
    await type(field, `${field?.value}you`);
    await press(field as Element, 'Enter');
    await push({ state: { is: 'open' } });
    expect(area()).toBe(field);
    expect(document.activeElement).toBe(field);
    expect(field?.value).toBe('for you\n');
    expect(sample.bridge.asked('private/send')).toEqual([]);
  });

  it('R3.3 what was being written stays while a connection is lost and comes back', async () => {
    const { push, area, status } = await shown();
    await type(area(), 'half a thought');
    await push({ state: { is: 'interrupted', who: 'partner' } });
    expect(status()).toContain('The connection of Ali is lost.');
    expect(area()?.value).toBe('half a thought');
    await push({ state: { is: 'interrupted', who: 'self' } });
    expect(status()).toContain('Your connection is lost.');
    await push({ state: { is: 'open' } });
    expect(area()?.value).toBe('half a thought');
    expect(status()).toBe('');
  });

  it('R3.5 says that the partner left; the text stays until the window closes', async () => {
    const { push, status, rows, area, container, sample } = await shown();
    await push({ state: { is: 'ended', reason: 'left', by: 'partner' } });
    expect(status()).toContain('Ali left the private chat.');
    expect(rows()).toHaveLength(1);
    expect(area()).toBeNull();
    await click(button(container, 'Close'));
    expect(sample.bridge.asked('private/close')).toEqual([place]);
  });

  it('R3.5 EXIT PM leaves it as the button does, every other line is for the partner', async () => {
    const { sample, area, text, happen } = await shown();
    expect(text()).toContain('EXIT PM leaves this private chat');
    const enter = async (line: string) => {
      await type(area(), line);
      await press(area() as HTMLElement, 'Enter');
      await happen(() => undefined);
    };
    const lines = ['/users', 'exit', ' EXIT PM', 'ali~x'];
    for (const line of lines) await enter(line);
    expect(sample.bridge.asked('private/send').map((sent) => sent.text)).toEqual(lines);
    expect(sample.bridge.asked('private/close')).toEqual([]);
    await enter('exit pm');
    expect(sample.bridge.asked('private/close')).toEqual([place]);
    expect(sample.bridge.asked('private/send')).toHaveLength(lines.length);
    expect(closed).toHaveBeenCalledOnce();
  });

  it('R3.5 Leave leaves it at once, and what remains says that nothing was kept', async () => {
    const { container, sample, happen, text } = await shown();
    await click(button(container, 'Leave'));
    expect(sample.bridge.asked('private/close')).toEqual([place]);
    await happen(() => sample.bridge.push('private/removed', place));
    expect(text()).toContain('This private chat is over');
    expect(text()).not.toContain('a secret');
  });

  it.each<[Partial<PrivateState & { is: 'ended' }>, string]>([
    [{ reason: 'declined', by: 'partner' }, 'Ali does not want a private chat now.'],
    [{ reason: 'declined', by: 'self' }, 'You declined.'],
    [{ reason: 'busy', by: 'partner' }, 'Ali is busy in another private chat.'],
    [{ reason: 'timed-out' }, 'Nobody answered within 2 minutes.'],
    [{ reason: 'withdrawn', by: 'partner' }, 'Ali does not ask any more.'],
    [{ reason: 'answered-elsewhere' }, 'You answered on another computer.'],
    [{ reason: 'left', by: 'self' }, 'You left the private chat.'],
    [{ reason: 'lost' }, 'A connection was lost for too long'],
    [{ reason: 'connection-lost' }, 'Your connection was lost for too long'],
  ])('R3.3 R3.5 says how it ended: %o', async (how, words) => {
    const { status } = await shown({ state: { is: 'ended', reason: 'left', ...how } });
    expect(status()).toContain(words);
  });

  it('marks as read what a person looks at, and counts in the title what nobody has seen', async () => {
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    const { push, sample, happen } = await shown();
    await push({ unread: 2 });
    expect(sample.bridge.asked('private/mark-read')).toEqual([]);
    expect(document.title).toBe('(2) Private chat with Ali');
    focus.mockReturnValue(true);
    await happen(() => window.dispatchEvent(new Event('focus')));
    expect(sample.bridge.asked('private/mark-read')).toEqual([place]);
    focus.mockRestore();
  });

  it('speaks Turkish', async () => {
    const { text, status } = await shown({ state: { is: 'asking' } }, 'tr');
    expect(text()).toContain('Ali ile özel sohbet');
    expect(text()).toContain('Yalnız ikiniz. Hiçbir şey saklanmaz.');
    expect(status()).toContain('Ali ile sohbet istedin.');
  });
});
