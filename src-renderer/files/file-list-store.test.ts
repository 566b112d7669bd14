import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import { createMemoryBridge, hashOf } from '../bridge/testing/memory-bridge.ts';
import { message, roomId, veli } from '../bridge/testing/sample-room.ts';
import { createFileListStore, shownFiles } from './file-list-store.ts';

const said = Array.from({ length: 300 }, (_, at) =>
  message(300 - at, {
    files: ['a.png', 'b.zip'].map((name) => ({ hash: hashOf(`${at}${name}`), size: 1, name })),
  }),
);

const settle = () => new Promise((resolve) => setTimeout(resolve));

function listed() {
  const bridge = createMemoryBridge({
    'search/find': ({ next, limit }) => {
      const from = Number(next ?? 0);
      const hits = said
        .slice(from, from + Math.min(limit, 200))
        .map((found) => ({ room: roomId, message: found }));
      return done({ hits, ...(from + limit < said.length ? { next: String(from + limit) } : {}) });
    },
  });
  const clock = new ManualClock(0);
  const list = createFileListStore(bridge, { room: roomId, in: everyone, clock });
  return { bridge, clock, list };
}

describe('the files of a conversation', () => {
  it('come page by page, and all of them for who saves them all', async () => {
    const { list } = listed();
    await list.start();
    expect(shownFiles(list.getState())).toHaveLength(120);
    await list.loadMore();
    expect(list.getState().messages).toHaveLength(120);
    expect(await list.loadAll()).toHaveLength(600);
  });

  it('are as many as before when one comes, for who has gone far down', async () => {
    const { bridge, clock, list } = listed();
    await list.start();
    await list.loadAll();
    const counts: number[] = [];
    list.subscribe(({ messages }) => counts.push(messages.length));
    const entries = [message(301, { files: [{ hash: hashOf('c'), size: 1, name: 'c' }] })];
    bridge.push('timeline/appended', { room: roomId, in: everyone, entries });
    clock.advance(400);
    await settle();
    expect(counts).toEqual([300]);
  });

  it('are asked for by kind, person and day, and only those of the kind are shown', async () => {
    const { bridge, clock, list } = listed();
    await list.start();
    list.setFilters({ kind: 'picture' });
    list.setFilters({ from: veli, after: '2026-01-31' });
    clock.advance(200);
    await settle();
    expect(bridge.asked('search/find').at(-1)).toMatchObject({
      hasFile: 'picture',
      from: veli,
      after: new Date(2026, 0, 31).getTime(),
    });
    expect(bridge.asked('search/find')).toHaveLength(2);
    expect(shownFiles(list.getState()).every(({ file }) => file.name === 'a.png')).toBe(true);
  });

  it('are asked for again when one comes or goes, and nobody is asked after the end', async () => {
    const { bridge, clock, list } = listed();
    await list.start();
    const entries = [
      message(301),
      message(302, { files: [{ hash: hashOf('c'), size: 1, name: 'c' }] }),
    ];
    bridge.push('timeline/appended', { room: roomId, in: everyone, entries });
    clock.advance(400);
    await settle();
    expect(bridge.asked('search/find')).toHaveLength(2);
    bridge.push('timeline/appended', { room: roomId, in: everyone, entries: [message(303)] });
    clock.advance(400);
    expect(bridge.asked('search/find')).toHaveLength(2);
    list.dispose();
    expect(await list.loadAll()).toHaveLength(120);
    expect(bridge.listenerCount()).toBe(0);
  });
});
