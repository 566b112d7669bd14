import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import { refused } from '../../src-shared/protocol/outcome.ts';
import { createMemoryBridge } from './testing/memory-bridge.ts';
import { message, roomId } from './testing/sample-room.ts';
import { mostAtOnce } from './join-pushes.ts';
import { pacePushes } from './pace-pushes.ts';

const defect = 'a defect';

/** A window that takes `drawMs` to draw whatever it is told in one turn. */
function slowWindow(drawMs: number) {
  const clock = new ManualClock();
  const app = createMemoryBridge({
    'link/take': () => ({ ok: true, value: [] }),
    'conversation/mark-read': () => ({ ok: true, value: null }),
  });
  const key = { isWaiting: false };
  const bridge = pacePushes(app, clock, () => key.isWaiting);
  const heard: string[] = [];
  let isDrawing = false;
  const end = bridge.on('room/removed', ({ room }) => {
    if (room === defect) throw new Error(defect);
    heard.push(room);
    if (isDrawing) return;
    isDrawing = true;
    // As React does: at the end of the turn in which the first thing changed.
    queueMicrotask(() => {
      isDrawing = false;
      clock.advance(drawMs);
    });
  });
  const say = (...rooms: string[]) => {
    for (const room of rooms) app.push('room/removed', { room: room as RoomId });
  };
  return { clock, app, bridge, heard, end, say, key };
}

/** The end of the turn, with all that was drawn in it. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what comes first is told at once', () => {
  const { say, heard } = slowWindow(20);
  say('a', 'b');
  expect(heard).toEqual(['a', 'b']);
});

test('what comes after is told together, when the window rested twice as long as it drew', async () => {
  const { say, heard, clock } = slowWindow(20);
  say('a');
  await turn();
  say('b');
  clock.advance(30);
  say('c');
  clock.advance(9);
  expect(heard).toEqual(['a']);
  clock.advance(1);
  expect(heard).toEqual(['a', 'b', 'c']);
});

test('nobody waits long for what is new, however slow the window is', async () => {
  const { say, heard, clock } = slowWindow(5000);
  say('a');
  await turn();
  say('b');
  clock.advance(100);
  expect(heard).toEqual(['a', 'b']);
});

test('an answer comes after what was told before it', async () => {
  const { say, heard, bridge } = slowWindow(20);
  say('a');
  await turn();
  say('b');
  await bridge.request('link/take', {});
  expect(heard).toEqual(['a', 'b']);
});

test('an answer that nobody waits for hurries nothing, and comes after what was told before it', async () => {
  const { say, heard, bridge, clock } = slowWindow(20);
  say('a');
  await turn();
  say('b');
  const read = { room: roomId, in: everyone, seq: 1 };
  void bridge.request('conversation/mark-read', read).then(() => heard.push('answer'));
  await turn();
  expect(heard).toEqual(['a']);
  clock.advance(40);
  await turn();
  expect(heard).toEqual(['a', 'b', 'answer']);
});

test('who has stopped listening is not told what waited', async () => {
  const { say, heard, end, clock, app } = slowWindow(20);
  say('a');
  await turn();
  say('b');
  end();
  clock.advance(1000);
  expect(heard).toEqual(['a']);
  expect(app.listenerCount()).toBe(0);
});

test('what one part of the window fails at keeps nothing else from it', async () => {
  const { say, heard, clock } = slowWindow(20);
  say('a');
  await turn();
  say('b', defect, 'c');
  expect(() => clock.advance(40)).toThrow(defect);
  clock.advance(0);
  expect(heard).toEqual(['a', 'b', 'c']);
});

test('an answer that comes after what one part of the window failed at comes all the same', async () => {
  const { say, heard, bridge, clock } = slowWindow(20);
  say('a');
  await turn();
  say(defect);
  const read = { room: roomId, in: everyone, seq: 1 };
  void bridge.request('conversation/mark-read', read).then(() => heard.push('answer'));
  await turn();
  expect(() => clock.advance(40)).toThrow(defect);
  await turn();
  expect(heard).toEqual(['a', 'answer']);
});

test.each([
  ['fails', () => Promise.reject(new Error(defect))],
  [
    'is not there',
    () => {
      throw new Error(defect);
    },
  ],
])('a way to the app that %s is a refusal, and its cause is told', async (_how, fail) => {
  const clock = new ManualClock();
  const app = createMemoryBridge();
  const bridge = pacePushes({ ...app, request: fail }, clock);
  expect(await bridge.request('link/take', {})).toEqual(refused({ code: 'bridge-closed' }));
  expect(() => clock.advance(0)).toThrow(defect);
});

test('a key is shown before what comes meanwhile', () => {
  const { say, heard, clock, key } = slowWindow(20);
  key.isWaiting = true;
  say('a');
  clock.advance(12);
  expect(heard).toEqual([]);
  key.isWaiting = false;
  say('b');
  clock.advance(4);
  expect(heard).toEqual(['a', 'b']);
});

test('what is new waits no longer for keys than for anything else', () => {
  const { say, heard, clock, key } = slowWindow(20);
  key.isWaiting = true;
  say('a');
  clock.advance(96);
  say('b');
  expect(heard).toEqual([]);
  clock.advance(4);
  expect(heard).toEqual(['a', 'b']);
});

test('of many messages that come together each part is drawn for itself, and a key comes in between', async () => {
  const { app, bridge, clock, heard, key, say } = slowWindow(20);
  const drawn: number[] = [];
  bridge.on('timeline/appended', ({ entries }) => {
    drawn.push(entries.length);
    heard.push(...entries.map(({ seq }) => String(seq)));
  });
  const entries = Array.from({ length: 2 * mostAtOnce + 1 }, (_, at) => message(at + 1));
  app.push('timeline/appended', { room: roomId, in: everyone, entries });
  say('after');
  expect(drawn).toEqual([mostAtOnce]);
  await turn();
  key.isWaiting = true;
  clock.advance(0);
  expect(drawn).toEqual([mostAtOnce]);
  key.isWaiting = false;
  clock.advance(4);
  clock.advance(0);
  expect(drawn).toEqual([mostAtOnce, mostAtOnce, 1]);
  expect(heard).toEqual([...entries.map(({ seq }) => String(seq)), 'after']);
});

test('what has waited too long is drawn at once, keys or not: a window that does not keep up falls behind no further', async () => {
  const { app, bridge, clock, key } = slowWindow(20);
  const drawn: number[] = [];
  bridge.on('timeline/appended', ({ entries }) => drawn.push(entries.length));
  const entries = Array.from({ length: 4 * mostAtOnce }, (_, at) => message(at + 1));
  app.push('timeline/appended', { room: roomId, in: everyone, entries });
  await turn();
  key.isWaiting = true;
  clock.advance(99);
  expect(drawn).toEqual([mostAtOnce]);
  clock.advance(5);
  expect(drawn).toEqual([mostAtOnce, 3 * mostAtOnce]);
});
