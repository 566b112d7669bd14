import { act } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FileState } from '../../src-shared/bridge/files.ts';
import { everyone, type AccountId } from '../../src-shared/protocol/ids.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import {
  conversation,
  member,
  message,
  now,
  outboxItem,
  roomId,
  roomView,
  self,
} from '../bridge/testing/sample-room.ts';
import { hand } from '../files/testing/hand-files.ts';
import { button, click, press, type } from '../ui/testing/render.tsx';
import { shown } from './testing/show-conversation.tsx';

const sent = (name: string, size = 4): SentFile => ({ hash: hashOf(name), size, name });
const file = (name: string) => new File(['text'], name, { type: 'text/plain' });

const state = (of: SentFile, more: Partial<FileState>): FileState => ({
  room: roomId,
  hash: of.hash,
  is: 'down',
  done: 1,
  size: of.size,
  bytesPerSecond: 0,
  ...more,
});

/** 320 × 240, as far as its head tells. */
const picture = Buffer.from(
  `89504e470d0a1a0a0000000d4948445200000140000000f0${'00'.repeat(16)}`,
  'hex',
);

/** What a browser draws with; how often it was asked to unfold something. */
function drawing() {
  const createImageBitmap = vi.fn<() => Promise<object>>(async () => ({
    width: 320,
    height: 240,
    close: () => {},
  }));
  vi.stubGlobal('createImageBitmap', createImageBitmap);
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => ({
        drawImage: () => {},
        getImageData: (...[, , width, height]: [number, number, number, number]) => ({
          data: new Uint8ClampedArray(4 * width * height).fill(200),
        }),
      });
      convertToBlob = async () => new Blob(['small']);
    },
  );
  return createImageBitmap;
}

describe('a file that this person has sent', () => {
  const note = sent('plan.pdf');
  const [veli, can, ayse, bora] = ['ve', 'ca', 'ay', 'bo'].map(
    (name) => `account-${name}` as AccountId,
  ) as [AccountId, AccountId, AccountId, AccountId];

  it('says who has no space for it, until they have', async () => {
    const own = message(1, { from: self, text: 'plan.pdf', files: [note] });
    const { container, sample, happen } = await shown({ entries: [own] });
    const tell = (accounts: AccountId[]) =>
      happen(() => {
        const place = { room: roomId, in: everyone, seq: 1, hash: note.hash };
        sample.bridge.push('file/space-changed', { ...place, accounts });
      });
    const words = () => container.querySelector('[data-no-space]')?.textContent;
    expect(words()).toBeUndefined();
    await tell([veli]);
    expect(words()).toContain('has no space for it');
    await tell([veli, can]);
    expect(words()).toContain('No space at 2 people: ');
    await tell([veli, can, ayse, bora]);
    expect(words()).toMatch(/^No space at 4 people: .*1 more$/);
    await tell([]);
    expect(words()).toBeUndefined();
  });

  it('says it once of all pictures for which the same people have none', async () => {
    const pictures = ['a.png', 'b.png', 'c.png', 'd.png', 'e.png'].map((name) => sent(name));
    const own = message(1, { from: self, text: 'look', files: pictures });
    const members = [member(self, 'Ece'), member(can, 'Çınar'), member(veli, 'Defne')];
    const { container, sample, happen } = await shown({ entries: [own], members });
    const tell = ({ hash }: SentFile, accounts: AccountId[]) =>
      happen(() => {
        const place = { room: roomId, in: everyone, seq: 1, hash };
        sample.bridge.push('file/space-changed', { ...place, accounts });
      });
    const words = () =>
      [...container.querySelectorAll('[data-no-space]')].map((each) => each.textContent);
    for (const each of pictures) await tell(each, [veli]);
    expect(words()).toEqual(['a.png, b.png, c.png, and 2 more files: Defne has no space for them']);
    // In whatever order they said it.
    for (const each of pictures.slice(1)) await tell(each, [veli, can]);
    await tell(pictures[4] as SentFile, [can, veli]);
    expect(words()).toEqual([
      'a.png: Defne has no space for it',
      'b.png, c.png, d.png, and 1 more file: No space at 2 people: Çınar and Defne',
    ]);
  });
});

describe('files that are chosen', () => {
  it('go with the next message: the text, then they', async () => {
    const { container, sample, happen } = await shown();
    const area = container.querySelector('textarea') as HTMLTextAreaElement;
    await hand(area, 'drop', [file('a.txt'), file('b.txt')]);
    await happen(() => undefined);
    expect(container.textContent).toContain('a.txt');
    await type(area, 'look');
    await press(area, 'Enter');
    await happen(() => undefined);
    expect(sample.bridge.asked('message/send')).toMatchObject([
      { text: 'look', files: [{ name: 'a.txt' }, { name: 'b.txt' }] },
    ]);
    expect(container.querySelector('[aria-label="Files that go with the message"]')).toBeNull();
  });

  it('need no text, and wait until they are taken in', async () => {
    const { container, sample, happen } = await shown();
    const area = container.querySelector('textarea') as HTMLTextAreaElement;
    const taken = Promise.withResolvers<void>();
    sample.bridge.onStage = async ({ name, size }) => {
      await taken.promise;
      return done(sent(name, size));
    };
    await hand(area, 'paste', [file('image.png')]);
    await press(area, 'Enter');
    await press(area, 'Enter');
    await happen(() => undefined);
    expect(container.textContent).toContain('Goes out as soon as the files are taken in.');
    await happen(() => taken.resolve());
    await happen(() => undefined);
    expect(sample.bridge.asked('message/send')).toMatchObject([
      { text: '', files: [{ name: 'image.png' }] },
    ]);
  });

  it('wait for who types on, and go with what was sent last', async () => {
    const { container, sample, happen } = await shown();
    const area = container.querySelector('textarea') as HTMLTextAreaElement;
    const taken = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let count = 0;
    sample.bridge.onStage = async ({ name, size }) => {
      await taken[count++]?.promise;
      return done(sent(name, size));
    };
    await hand(area, 'paste', [file('image.png')]);
    await type(area, 'look');
    await press(area, 'Enter');
    await type(area, 'look, half a');
    await happen(() => taken[0]?.resolve());
    await happen(() => undefined);
    expect(sample.bridge.asked('message/send')).toEqual([]);
    await hand(area, 'paste', [file('other.png')]);
    await press(area, 'Enter');
    await type(area, 'look, half a sentence');
    await press(area, 'Enter');
    await happen(() => taken[1]?.resolve());
    await happen(() => undefined);
    expect(sample.bridge.asked('message/send')).toMatchObject([
      { text: 'look, half a sentence', files: [{ name: 'image.png' }, { name: 'other.png' }] },
    ]);
  });

  it('can be taken back, and one that could not be taken in stops the message', async () => {
    const { container, sample, happen } = await shown();
    const area = container.querySelector('textarea') as HTMLTextAreaElement;
    sample.bridge.onStage = async ({ name, size }) =>
      name === 'gone.txt' ? refused({ code: 'file-unreadable' }) : done(sent(name, size));
    await hand(area, 'drop', [file('gone.txt'), file('a.txt')]);
    await happen(() => undefined);
    await press(area, 'Enter');
    await happen(() => undefined);
    expect(sample.bridge.asked('message/send')).toEqual([]);
    await click(button(container, 'Do not send gone.txt'));
    await press(area, 'Enter');
    await happen(() => undefined);
    expect(sample.bridge.asked('message/send')).toMatchObject([{ files: [{ name: 'a.txt' }] }]);
  });

  it('stand there again if the message was not taken', async () => {
    const { container, sample, happen } = await shown();
    const area = container.querySelector('textarea') as HTMLTextAreaElement;
    sample.bridge.answer({ 'message/send': () => refused({ code: 'data-full' }) });
    await hand(area, 'drop', [file('a.txt')]);
    await type(area, 'look');
    await press(area, 'Enter');
    await happen(() => undefined);
    expect(area.value).toBe('look');
    expect(button(container, 'Do not send a.txt')).toBeDefined();
  });

  it('a voice message of another window or run is listened to, until it goes; if it cannot be, that is said', async () => {
    const files = [{ ...sent('one.weba'), isVoice: true as const }, sent('song.mp3')];
    const { container, sample, happen } = await shown();
    sample.bridge.answer({
      'file/open': () => done({ address: '/played/one' }),
      'file/close': () => done(null),
    });
    const changed = conversation(everyone, { aim: { files } });
    await happen(() => sample.bridge.push('conversation/changed', [changed]));
    const sounds = () => [...container.querySelectorAll('audio')];
    expect(sounds().map((each) => each.getAttribute('src'))).toEqual(['/played/one']);
    expect(sounds()[0]?.getAttribute('aria-label')).toBe('one.weba');
    expect(sample.bridge.asked('file/open')).toEqual([{ room: roomId, hash: hashOf('one.weba') }]);
    await happen(() => sounds()[0]?.dispatchEvent(new Event('error')));
    expect(sounds()).toEqual([]);
    expect(container.textContent).toContain('This cannot be listened to here.');
    await click(button(container, 'Do not send one.weba'));
    expect(sample.bridge.asked('file/close')).toEqual([{ address: '/played/one' }]);
  });

  it('an overlay says where they will go; a text that is pasted with its picture is a text', async () => {
    const { container } = await shown();
    const pane = container.querySelector('section') as HTMLElement;
    await hand(pane, 'dragover', []);
    expect(container.textContent).toContain('Drop to send to everyone');
    await hand(pane, 'dragleave', []);
    expect(container.textContent).not.toContain('Drop to send');
    expect((await hand(pane, 'dragover', { types: ['text/plain'] })).defaultPrevented).toBe(false);
    const area = container.querySelector('textarea') as HTMLTextAreaElement;
    const table = await hand(area, 'paste', {
      files: [file('table.png')],
      types: ['text/plain', 'Files'],
    });
    expect(table.defaultPrevented).toBe(false);
  });

  it('are not taken of a guest, and that is said', async () => {
    const { container, sample, frame } = await shown({ room: roomView({ role: 'guest' }) });
    const pane = container.querySelector('section') as HTMLElement;
    await hand(pane, 'dragover', []);
    expect(container.textContent).toContain('No files can be sent here');
    await hand(pane, 'drop', [file('a.txt')]);
    await hand(container.querySelector('textarea') as HTMLElement, 'paste', [file('a.txt')]);
    const told = { params: { refusal: { code: 'not-allowed' } } };
    expect(frame.getState().notices).toMatchObject([told, told]);
    expect(container.textContent).not.toContain('a.txt');
    expect(sample.bridge.asked('message/send')).toEqual([]);
  });
});

describe('files of a message', () => {
  // Nothing is laid out here: all of it is on the screen.
  beforeEach(() => {
    vi.stubGlobal('IntersectionObserver', undefined);
    return () => vi.unstubAllGlobals();
  });

  it('a picture comes by itself and is shown; its name is not said twice', async () => {
    const unfolded = drawing();
    const cat = sent('kedi.png', 48);
    const { container, sample, happen, log } = await shown({
      entries: [message(1, { at: now, text: 'kedi.png', files: [cat] })],
    });
    expect(sample.bridge.asked('file/fetch')).toMatchObject([{ seq: 1, hash: cat.hash }]);
    sample.bridge.answer({
      'file/read': () => done({ bytes: picture.toString('base64') }),
    });
    await happen(() => sample.bridge.push('file/changed', [state(cat, { is: 'here' })]));
    await vi.waitFor(() => button(container, 'Show the picture kedi.png'), 30_000);
    expect(unfolded).toHaveBeenCalledOnce();
    expect(log().textContent).not.toContain('kedi.png');
  });

  it('a picture that is not here yet is shown by the few bytes that came with it', async () => {
    const cat = { ...sent('kedi.png', 48), preview: 'HBkSHYSIeHiPiHh8eJd4eTN0EEQG' };
    const { container } = await shown({
      entries: [message(1, { text: 'kedi.png', files: [cat] })],
    });
    const canvas = container.querySelector('canvas');
    expect([canvas?.width, canvas?.height]).toEqual([32, 23]);
  });

  it('bytes that unfold to nothing show nothing', async () => {
    const cat = { ...sent('kedi.png', 48), preview: 'AAAAAAA' };
    const { container } = await shown({
      entries: [message(1, { text: 'kedi.png', files: [cat] })],
    });
    expect(container.querySelector('canvas')).toBeNull();
  });

  it('what says that it unfolds to billions of pixels is a row, and nothing is unfolded', async () => {
    const unfolded = drawing();
    const bomb = sent('bomba.png', 48);
    const bytes = Buffer.from(picture);
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    const { container, sample, happen } = await shown({
      entries: [message(1, { text: 'bomba.png', files: [bomb] })],
    });
    sample.bridge.answer({ 'file/read': () => done({ bytes: bytes.toString('base64') }) });
    await happen(() => sample.bridge.push('file/changed', [state(bomb, { is: 'here' })]));
    await vi.waitFor(() => button(container, 'Save: bomba.png'), 30_000);
    expect(unfolded).not.toHaveBeenCalled();
  });

  it('a large picture comes only for who asks for it', async () => {
    const large = sent('large.png', 9 * 1024 * 1024);
    const { container, sample, happen } = await shown({
      entries: [message(1, { text: 'large.png', files: [large] })],
    });
    expect(sample.bridge.asked('file/fetch')).toEqual([]);
    await click(button(container, 'Show: large.png'));
    await happen(() => undefined);
    expect(sample.bridge.asked('file/fetch')).toMatchObject([{ hash: large.hash }]);
  });

  it('another file is saved, stopped, gone on with, and shown where it lies', async () => {
    const list = sent('..\u202Etsil.txt', 100);
    const { container, sample, happen, log } = await shown({
      entries: [message(1, { text: 'the list', files: [list] })],
    });
    expect(sample.bridge.asked('file/fetch')).toEqual([]);
    const stopped = Promise.withResolvers<ReturnType<typeof refused>>();
    sample.bridge.answer({ 'file/save': () => stopped.promise, 'file/stop': () => done(null) });
    await click(button(container, 'Save: tsil.txt'));
    await happen(() => sample.bridge.push('file/changed', [state(list, { done: 25 })]));
    expect(log().textContent).toContain('Coming · 25%');
    await click(button(container, 'Stop: tsil.txt'));
    await happen(() =>
      sample.bridge.push('file/changed', [state(list, { is: 'stopped', done: 25 })]),
    );
    expect(sample.bridge.asked('file/stop')).toEqual([{ room: roomId, hash: list.hash }]);
    await happen(() => stopped.resolve(refused({ code: 'file-stopped' })));
    expect(log().textContent).toContain('Stopped at 25%');
    const saved = { path: '/d/tsil.txt', name: 'tsil.txt' };
    sample.bridge.answer({ 'file/save': () => done(saved) });
    await click(button(container, 'Go on: tsil.txt'));
    await happen(() => undefined);
    expect(sample.bridge.asked('file/save')).toHaveLength(2);
    expect(log().textContent).toContain('Saved as tsil.txt');
    await click(button(container, 'Show in folder: tsil.txt'));
    expect(sample.bridge.asked('file/reveal')).toEqual([{ path: '/d/tsil.txt' }]);
    expect(log().innerHTML).not.toContain('\u202E');
  });

  it('one that comes, or was stopped, can be dropped, and asked for anew', async () => {
    const list = sent('list.txt', 100);
    const { container, sample, happen } = await shown({
      entries: [message(1, { text: 'list.txt', files: [list] })],
    });
    sample.bridge.answer({ 'file/cancel': () => done(null) });
    const cancel = async (is: 'down' | 'stopped') => {
      await happen(() => sample.bridge.push('file/changed', [state(list, { is, done: 25 })]));
      await click(button(container, 'Cancel: list.txt'));
      await happen(() => sample.bridge.push('file/changed', [state(list, { is: 'dropped' })]));
      expect(button(container, 'Save: list.txt')).toBeDefined();
    };
    await cancel('down');
    await cancel('stopped');
    expect(sample.bridge.asked('file/cancel')).toHaveLength(2);
  });

  it('of which a part came before this window was there stands as stopped', async () => {
    const list = sent('list.txt', 100);
    const { container, sample, happen, log } = await shown({
      entries: [message(1, { text: 'list.txt', files: [list] })],
    });
    sample.bridge.answer({ 'file/save': () => new Promise(() => undefined) });
    const part = state(list, { is: 'part', done: 25, size: 0 });
    await happen(() => sample.bridge.push('file/changed', [part]));
    expect(log().textContent).toContain('Stopped at 25%');
    await click(button(container, 'Go on: list.txt'));
    expect(sample.bridge.asked('file/save')).toHaveLength(1);
  });

  it('what could not be saved says why, and can be tried again', async () => {
    const list = sent('list.txt');
    const { container, sample, happen, log } = await shown({
      entries: [message(1, { text: 'list.txt', files: [list] })],
    });
    sample.bridge.answer({ 'file/save': () => refused({ code: 'no-such-file' }) });
    await click(button(container, 'Save: list.txt'));
    await happen(() => undefined);
    expect(log().querySelector('[role="alert"]')?.textContent).toContain('does not have that file');
    await click(button(container, 'Try again: list.txt'));
    expect(sample.bridge.asked('file/save')).toHaveLength(2);
  });

  it('of one’s own on its way: how far it is, and it goes on where it was stopped', async () => {
    const own = sent('film.mkv', 100);
    const said = { type: 'send-message', text: 'film.mkv', files: [own] } as const;
    const { container, sample, happen, log } = await shown({
      outbox: [outboxItem('film', { said: { ...said, files: [own] } })],
    });
    sample.bridge.answer({ 'file/go-on': () => done(null) });
    await happen(() =>
      sample.bridge.push('file/changed', [state(own, { is: 'up', done: 50, bytesPerSecond: 10 })]),
    );
    expect(log().textContent).toContain('Sending · 50% · 10 bytes/s · 5 seconds left');
    await happen(() =>
      sample.bridge.push('file/changed', [state(own, { is: 'stopped', done: 50 })]),
    );
    await click(button(container, 'Go on: film.mkv'));
    expect(sample.bridge.asked('file/go-on')).toEqual([{ room: roomId, hash: own.hash }]);
  });

  it('a picture that comes, or is sent, can be taken back at its tile', async () => {
    const cat = sent('kedi.png', 48);
    const coming = await shown({ entries: [message(1, { text: 'kedi.png', files: [cat] })] });
    coming.sample.bridge.answer({ 'file/cancel': () => done(null) });
    const push = (is: FileState['is']) =>
      coming.happen(() =>
        coming.sample.bridge.push('file/changed', [state(cat, { is, done: 12 })]),
      );
    expect(coming.container.querySelector('[aria-label="Cancel: kedi.png"]')).toBeNull();
    await push('down');
    const cancel = button(coming.container, 'Cancel: kedi.png');
    expect([cancel.dataset['within'], cancel.closest('[role="img"]')]).toEqual(['', null]);
    await click(cancel);
    expect(coming.sample.bridge.asked('file/cancel')).toMatchObject([{ hash: cat.hash }]);
    await push('dropped');
    expect(button(coming.container, 'Show: kedi.png')).toBeDefined();

    const item = outboxItem('cat', { said: { type: 'send-message', text: '', files: [cat] } });
    const going = await shown({ outbox: [item] });
    going.sample.bridge.answer({ 'message/delete': () => done(null) });
    await going.happen(() =>
      going.sample.bridge.push('file/changed', [state(cat, { is: 'up', done: 12 })]),
    );
    await click(button(going.container, 'Don’t send: kedi.png'));
    expect(going.sample.bridge.asked('message/delete')).toMatchObject([{ cid: item.cid }]);
  });

  it('of one’s own is not sent if the person says so, while it goes and when it is stopped', async () => {
    const own = sent('film.mkv', 100);
    const item = outboxItem('film', { said: { type: 'send-message', text: '', files: [own] } });
    const { container, sample, happen } = await shown({ outbox: [item] });
    sample.bridge.answer({ 'message/delete': () => done(null) });
    for (const is of ['up', 'stopped'] as const) {
      await happen(() => sample.bridge.push('file/changed', [state(own, { is, done: 50 })]));
      await click(button(container, 'Don’t send: film.mkv'));
    }
    const asked = { room: roomId, cid: item.cid };
    expect(sample.bridge.asked('message/delete')).toEqual([asked, asked]);
  });

  it('of one’s own that failed is tried again with its message', async () => {
    const own = sent('film.mkv', 100);
    const refusal = { code: 'store-full' } as const;
    const said = { type: 'send-message', text: '', files: [own] } as const;
    const item = outboxItem('film', {
      said: { ...said, files: [own] },
      state: { is: 'failed', refusal },
    });
    const { container, sample, happen } = await shown({ outbox: [item] });
    sample.bridge.answer({ 'message/retry': () => done(null) });
    const failed = state(own, { is: 'stopped', done: 50, refusal });
    await happen(() => sample.bridge.push('file/changed', [failed]));
    await click(button(container, 'Try again: film.mkv'));
    expect(sample.bridge.asked('message/retry')).toEqual([{ room: roomId, cid: item.cid }]);
    expect(sample.bridge.asked('file/go-on')).toEqual([]);
  });

  it('are gone with their message', async () => {
    const entry = message(1, { from: self, text: 'list', files: [sent('list.txt')] });
    const { sample, happen, log } = await shown({ entries: [entry] });
    expect(log().textContent).toContain('list.txt');
    const { files: _, ...empty } = { ...entry, text: '' };
    await happen(() =>
      sample.bridge.push('message/changed', {
        room: roomId,
        in: entry.in,
        messages: [{ message: empty, marks: { seq: 1, deleted: { by: self, at: now } } }],
      }),
    );
    expect(log().textContent).not.toContain('list.txt');
  });

  it('are read aloud with the message, and reached from it with the arrow keys', async () => {
    const { container, labels, items } = await shown({
      entries: [message(1, { at: now, text: 'look', files: [sent('list.txt')] })],
    });
    expect(labels()).toEqual(['Ali, 2:05 PM: look (files: list.txt)']);
    act(() => items()[0]?.focus());
    await press(items()[0] as HTMLElement, 'ArrowRight');
    expect(document.activeElement).toBe(button(container, 'Save: list.txt'));
  });
});
