import { expect, it } from 'vitest';
import { everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { bindDatagrams } from '../net/datagram-socket.ts';
import { connect, enter, newLabStore, startLab } from './testing/lab.ts';
import { scriptedGateway } from './testing/scripted-gateway.ts';
import { WirePeer } from './testing/wire-peer.ts';

it('R0.10 when somebody was seen last is known after a restart', async () => {
  const first = await startLab();
  const ali = await enter(first.server, 'ali');
  first.clock.advance(5000);
  const seenAt = first.clock.wallMs();
  await ali.ask('sign-out');
  await ali.closed;
  await first.server.stop();
  const { server, clock } = await startLab({ store: first.store });
  clock.advance(60_000);
  const { members } = await (await enter(server, 'veli')).ask('list-members');
  expect(members).toMatchObject([{ name: 'ali', lastSeenAt: seenAt }, { name: 'veli' }]);
});

it('W3 what the store fails at is answered, and reported as a defect', async () => {
  const kept = newLabStore();
  const failure = new Error('the disk is gone');
  const failing = () => Promise.reject(failure);
  kept.accounts.endToken = failing;
  kept.accounts.saveLastSeen = failing;
  const { server, defects } = await startLab({ store: kept });
  const ali = await enter(server, 'ali');
  expect(await ali.ask('sign-out')).toMatchObject({ code: 'store-failed' });
  expect(defects).toEqual([failure]);
  ali.close();
  await expect.poll(() => defects).toEqual([failure, failure]);
});

it('W10 a host that was asleep takes nobody for silent who answers, and whoever does not is gone in time', async () => {
  const { server, clock } = await startLab();
  const ali = await enter(server, 'ali');
  const veli = await enter(server, 'veli');
  clock.sleep(60_000);
  clock.advance(0);
  const members = async () => (await ali.ask('list-members'))['members'];
  const bothIn = [{ presence: 'online' }, { presence: 'online' }];
  expect(await members()).toMatchObject(bothIn);
  clock.advance(limits.silenceMs - 2000);
  expect(await members()).toMatchObject(bothIn);
  clock.advance(1000);
  await veli.closed;
  expect(await members()).toMatchObject([{ presence: 'online' }, { presence: 'offline' }]);
});

it('R1.9 the host sees how many messages are stored in a minute, and is told of each change', async () => {
  let changes = 0;
  const listener = { changed: () => void (changes += 1), logged: () => undefined };
  const { server, clock } = await startLab({ listener });
  const ali = await enter(server, 'ali');
  changes = 0;
  await ali.say('bir');
  await ali.say('iki');
  const minutes = () => server.status().messagesPerMinute;
  expect([minutes().length, minutes().at(-1), changes]).toEqual([30, 2, 2]);
  await server.changeOptions({ plain: true });
  expect(changes).toBe(3);
  clock.advance(60_000);
  expect(minutes().slice(-2)).toEqual([2, 0]);
  await server.stop();
  const atItsEnd = changes;
  ali.close();
  await ali.closed;
  expect(changes).toBe(atItsEnd);
});

it('a room that has stopped has stored what it took, and holds no timer, port or listener', async () => {
  const kept = newLabStore();
  const stored = Promise.withResolvers<void>();
  const append = kept.log.append.bind(kept.log);
  let isHeld = false;
  kept.log.append = async (drafts, settle) => {
    if (isHeld) await stored.promise;
    return append(drafts, settle);
  };
  const told: (string | undefined)[] = [];
  const { server, clock } = await startLab({
    store: kept,
    listener: {
      changed: () => undefined,
      logged: (lines) => told.push(...lines.map(({ event }) => event)),
    },
  });
  const ali = await enter(server, 'ali');
  isHeld = true;
  void ali.say('son söz');
  await ali.ask('ping');
  let isStopped = false;
  const stopping = server.stop().then(() => (isStopped = true));
  await server.stop();
  await ali.closed;
  expect(isStopped).toBe(false);
  stored.resolve();
  await stopping;
  expect(clock.pendingTimers).toBe(0);
  expect(told.filter((event) => event === 'closed')).toHaveLength(1);
  const page = await kept.log.readHistory({ in: everyone, limit: 10 });
  expect(Buffer.from(page.entries).toString()).toContain('son söz');
  const socket = await bindDatagrams({
    port: server.port,
    host: '127.0.0.1',
    onDatagram: () => undefined,
  });
  socket?.close();
  expect(socket).toBeDefined();
});

it('R0.8 a group that the disk refused can be made when it takes it', async () => {
  const kept = newLabStore();
  const append = kept.log.append.bind(kept.log);
  let isFull = false;
  kept.log.append = async (drafts, settle) => {
    if (!isFull) return append(drafts, settle);
    const outcomes = drafts.map(() => ({ is: 'refused', code: 'store-full' }) as const);
    settle?.(outcomes);
    return outcomes;
  };
  const { server } = await startLab({ store: kept });
  const ali = await enter(server, 'ali');
  const make = () =>
    ali.ask('make-group', { in: groupConversation('group-group-gr-1'), name: 'x', members: [] });
  isFull = true;
  expect(await make()).toMatchObject({ code: 'store-full' });
  isFull = false;
  expect(await make()).toMatchObject({ type: 'ok' });
});

it('W10 silence is seen within a second', async () => {
  const { server, clock } = await startLab();
  clock.advance(1500);
  const ali = await connect(server);
  await ali.enter('ali');
  clock.advance(limits.silenceMs + 500);
  await ali.closed;
  expect(ali.frames.at(-1)).toMatchObject({ type: 'closed', code: 'silent' });
});

it('over memory nothing but Oda is spoken', async () => {
  const { server } = await startLab({ gateways: [scriptedGateway({ dialect: 'lines' })] });
  const host = new WirePeer(server.connectLocally());
  host.write('ali\n');
  await host.closed;
  expect(host.frames).toEqual([{ type: 'closed', code: 'bad-json' }]);
});
