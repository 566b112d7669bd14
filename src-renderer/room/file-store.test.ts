import { describe, expect, it } from 'vitest';
import type { FileState } from '../../src-shared/bridge/files.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import { createMemoryBridge, hashOf } from '../bridge/testing/memory-bridge.ts';
import { roomId } from '../bridge/testing/sample-room.ts';
import { createFileStore } from './file-store.ts';

const [one, two] = [hashOf('one'), hashOf('two')];
const state = (more: Partial<FileState> = {}): FileState => ({
  room: roomId,
  hash: one,
  is: 'down',
  done: 1,
  size: 4,
  bytesPerSecond: 1,
  ...more,
});
const place = { in: everyone, seq: 7, hash: one, name: 'a.txt' };

function made() {
  const bridge = createMemoryBridge({ 'file/states': () => done([state()]) });
  return { bridge, files: createFileStore(bridge, roomId) };
}

describe('files of a room', () => {
  it('are asked for together, each once', async () => {
    const { bridge, files } = made();
    await Promise.all([files.know(one), files.know(two), files.know(one)]);
    await files.know(two);
    expect(bridge.asked('file/states')).toEqual([{ room: roomId, hashes: [one, two] }]);
    expect(files.getState().states.get(one)).toMatchObject({ is: 'down', done: 1 });
  });

  it('are as they were told last, also if the answer is older, and of this room alone', async () => {
    const { bridge, files } = made();
    const known = files.know(one);
    bridge.push('file/changed', [state({ is: 'here', done: 4 })]);
    bridge.push('file/changed', [state({ room: 'another' as RoomId, hash: two })]);
    await known;
    expect([...files.getState().states.values()]).toEqual([state({ is: 'here', done: 4 })]);
  });

  it('of private chats are told apart from those of the room, with the same hash too', async () => {
    const bridge = createMemoryBridge({ 'file/states': () => done([]) });
    const files = createFileStore(bridge, roomId);
    const ofChats = createFileStore(bridge, roomId, true);
    await ofChats.know(one);
    const asked = { room: roomId, isPrivate: true, hashes: [one] };
    expect(bridge.asked('file/states')).toEqual([asked]);
    bridge.push('file/changed', [state({ isPrivate: true, is: 'here' })]);
    bridge.push('file/changed', [state()]);
    expect(ofChats.getState().states.get(one)?.is).toBe('here');
    expect(files.getState().states.get(one)?.is).toBe('down');
  });

  it('say where the person has saved them before, and where now', async () => {
    const { bridge, files } = made();
    const before = { path: '/people/ece/a.txt', name: 'a.txt' };
    const now = { path: '/people/ece/a (2).txt', name: 'a (2).txt' };
    const asked = Promise.withResolvers<void>();
    bridge.answer({
      'file/save': () => done(now),
      'file/saved': async () => {
        await asked.promise;
        return done([one, two].map((hash) => ({ hash, ...before })));
      },
    });
    await Promise.all([files.know(one), files.know(two)]);
    expect(bridge.asked('file/saved')).toEqual([{ room: roomId, hashes: [one, two] }]);
    await files.save(place);
    asked.resolve();
    const wishes = () => files.getState().wishes;
    await expect.poll(() => wishes().get(two)).toEqual({ is: 'saved', file: before });
    expect(wishes().get(one)).toEqual({ is: 'saved', file: now });
  });

  it('say where they were saved, or why not; who stopped one is told nothing', async () => {
    const { bridge, files } = made();
    const saved = { path: '/people/ece/a.txt', name: 'a.txt' };
    bridge.answer({ 'file/save': () => done(saved) });
    await files.save(place);
    expect(files.getState().wishes.get(one)).toEqual({ is: 'saved', file: saved });
    bridge.answer({ 'file/save': () => refused({ code: 'data-full' }) });
    await files.save(place);
    expect(files.getState().wishes.get(one)).toMatchObject({ refusal: { code: 'data-full' } });
    bridge.answer({ 'file/save': () => refused({ code: 'file-stopped' }) });
    await files.save(place);
    expect(files.getState().wishes.get(one)).toBeUndefined();
  });

  it('leave nothing behind that listens', () => {
    const { bridge, files } = made();
    files.dispose();
    expect(bridge.listenerCount()).toBe(0);
  });
});
