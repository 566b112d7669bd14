import { expect, it } from 'vitest';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { garden, hostStatus, kitchen } from '../window/testing/sample-app.tsx';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { createHostStore, mostLogLines } from './host-store.ts';

const line = (at: number): HostLogLine => ({ at, event: 'connected' });
/** Lets answers that are there already arrive. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

async function opened(log: HostLogLine[] = [line(1), line(2)]) {
  const bridge = createMemoryBridge({
    'host/status': () => ({ ok: true, value: hostStatus() }),
    'host/log': () => ({ ok: true, value: log }),
  });
  const store = createHostStore(bridge, kitchen);
  const end = store.open();
  await settled();
  const times = () => store.getState().lines.map((own) => own.at);
  return { bridge, store, end, times };
}

it('shows the status and the log, and what comes after them', async () => {
  const { bridge, store, end, times } = await opened();
  expect(store.getState().status?.port).toBe(12345);
  bridge.push('host/logged', { room: kitchen, lines: [line(3)] });
  bridge.push('host/logged', { room: garden, lines: [line(4)] });
  expect(times()).toEqual([1, 2, 3]);
  bridge.push('host/changed', hostStatus({ port: 12346 }));
  bridge.push('host/changed', hostStatus({ room: garden, port: 1 }));
  expect(store.getState().status?.port).toBe(12346);
  end();
  expect(bridge.listenerCount()).toBe(0);
});

it('a line that arrives while the log is asked for is there once', async () => {
  let answer: (log: Outcome<HostLogLine[]>) => void = () => {};
  const bridge = createMemoryBridge({
    'host/status': () => ({ ok: true, value: hostStatus() }),
    'host/log': () => new Promise((resolve) => (answer = resolve)),
  });
  const store = createHostStore(bridge, kitchen);
  const end = store.open();
  await settled();
  bridge.push('host/logged', { room: kitchen, lines: [line(2), line(3)] });
  answer({ ok: true, value: [line(1), line(2)] });
  await settled();
  expect(store.getState().lines.map((own) => own.at)).toEqual([1, 2, 3]);
  end();
});

it('a status that arrives while the first is awaited stays', async () => {
  let answer: (status: Outcome<HostStatus>) => void = () => {};
  const bridge = createMemoryBridge({
    'host/status': () => new Promise((resolve) => (answer = resolve)),
    'host/log': () => ({ ok: true, value: [line(1)] }),
  });
  const store = createHostStore(bridge, kitchen);
  const end = store.open();
  await settled();
  bridge.push('host/changed', hostStatus({ port: 2 }));
  answer({ ok: true, value: hostStatus({ port: 1 }) });
  await settled();
  expect(store.getState().status?.port).toBe(2);
  expect(store.getState().lines.map((own) => own.at)).toEqual([1]);
  end();
});

it('opened twice at once, it follows once and shows the log once', async () => {
  const { store, end, times } = await opened();
  end();
  const [first, second] = [store.open(), store.open()];
  first();
  await settled();
  expect(times()).toEqual([1, 2]);
  second();
});

it('what is answered after its end changes nothing', async () => {
  const bridge = createMemoryBridge({
    'host/status': () => ({ ok: true, value: hostStatus() }),
    'host/log': () => ({ ok: true, value: [line(1)] }),
  });
  const store = createHostStore(bridge, kitchen);
  store.open()();
  await settled();
  expect(store.getState()).toEqual({ status: undefined, refusal: undefined, lines: [] });
});

it('keeps the newest thousand lines, each with a key of its own', async () => {
  const { bridge, store, end } = await opened();
  const more = Array.from({ length: mostLogLines }, (_, at) => line(100 + at));
  bridge.push('host/logged', { room: kitchen, lines: more });
  const { lines } = store.getState();
  expect(lines).toHaveLength(mostLogLines);
  expect(lines[0]?.at).toBe(100);
  expect(new Set(lines.map((own) => own.key)).size).toBe(mostLogLines);
  end();
});

it('says why there is no status', async () => {
  const bridge = createMemoryBridge({
    'host/status': () => ({ ok: false, refusal: { code: 'room-not-running' } }),
    'host/log': () => ({ ok: true, value: [] }),
  });
  const store = createHostStore(bridge, kitchen);
  const end = store.open();
  await settled();
  expect(store.getState().refusal).toMatchObject({ code: 'room-not-running' });
  end();
});
