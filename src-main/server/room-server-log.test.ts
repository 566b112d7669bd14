import { sampleKey } from '../net/testing/sample-key.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hostLogEvents } from '../../src-shared/host/host-log.ts';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';
import { directConversation, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { Epoch, RoomId } from '../../src-shared/protocol/ids.ts';
import { ListenError } from '../net/listen-tcp.ts';
import { createRoomStoreInMemory } from '../storage/room/testing/room-stores.ts';
import { StoreError } from '../storage/store-error.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { accountOf, connect, enter, message, startLab } from './testing/lab.ts';
import { enterPlain } from './testing/plain-peer.ts';
import { scriptedGateway } from './testing/scripted-gateway.ts';

const labIdentity = { room: 'room-room-room-r' as RoomId, name: 'Lab', epoch: 'epoch-01' as Epoch };
const kitchen = groupConversation('kitchenkitchen-1');
const commitment = 'c'.repeat(43);
const readLog = (folder: string) => readFileSync(join(folder, 'host.log'), 'utf8');

/** Everything that a room's people can say in one evening, with a secret of its own in each. */
async function liveThrough(options: { logTexts: boolean }) {
  const logFolder = join(temporaryFolder(), 'log');
  const gateways = [scriptedGateway({ dialect: 'lines' })];
  const { server } = await startLab({ logFolder, gateways, limits: { messageBurst: 100 } });
  await server.changeOptions(options);
  const ali = await connect(server);
  const { token } = await ali.enter('ali', 'GizliParola-1');
  const veli = await enter(server, 'veli');
  const wrong = await connect(server);
  await wrong.hello();
  const claim = {
    name: 'ali',
    device: 'device-elsewhere',
    deviceKey: 'GizliAnahtar'.padEnd(43, 'k'),
  };
  await wrong.ask('sign-in', { ...claim, password: 'GizliYanlış' });
  const ids = { ali: await accountOf(ali, 'ali'), veli: await accountOf(ali, 'veli') };

  await ali.say('herkese açık söz\n2000-01-01 00:00:00.000  uydurma satır \u001b[2J');
  await ali.say('GizliDoğrudan', { in: directConversation(ids.ali, ids.veli) });
  await ali.ask('make-group', { in: kitchen, name: 'GizliGrupAdı', members: [ids.veli] });
  await ali.say('GizliGrupSözü', { in: kitchen });
  const asked = await ali.ask('ask-private', { account: ids.veli, commitment });
  const id = asked['private'];
  await veli.ask('answer-private', { private: id, key: commitment });
  await ali.ask('send-private', { private: id, cid: 'private-000000001', sealed: 'GizliSealed' });
  await ali.ask('end-private', { private: id });
  const { private: next } = await ali.ask('ask-private', { account: ids.veli, commitment });
  await veli.first((frame) => frame.type === 'private-asked' && frame['private'] === next);
  await veli.ask('answer-private', { private: next });
  await veli.ask('set-private-limit', { limit: 0 });
  await ali.ask('ask-private', { account: ids.veli, commitment });
  await ali.ask('set-presence', { presence: 'away' });
  await veli.first(message('GizliGrupSözü'));
  await ali.ask('sign-out');
  await enterPlain(server, 'can');
  const log = server.readLog();
  await server.stop();
  return {
    file: readLog(logFolder),
    log: [...log, ...server.readLog()],
    token: String(token),
    ids,
  };
}

it('R3.10 R1.9 the log says who did what, with date, time and milliseconds, in its file too', async () => {
  const { file, log } = await liveThrough({ logTexts: false });
  for (const line of file.trimEnd().split('\n')) {
    expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {2}\S/);
  }
  for (const words of [
    'ali is new here and was registered, from 127.0.0.1:',
    'veli declined the private chat that ali asked for',
    'veli is busy in another private chat; ali had asked for one',
    'Message from ali to everyone',
    'Direct message from ali',
    'ali asked veli for a private chat',
    'The private chat of ali and veli started',
    'The private chat of ali and veli ended',
    'ali made a group',
    'ali added veli to a group',
    'can came in from',
    'ali left',
  ]) {
    expect(file).toContain(words);
  }
  expect(log.every(({ event }) => hostLogEvents.includes(event))).toBe(true);
});

it.each([{ logTexts: false }, { logTexts: true }])(
  'R3.9 R3.10 no password, token, key or text that is not for everyone is in the log: %j',
  async (options) => {
    const { file, log, token } = await liveThrough(options);
    const all = file + JSON.stringify(log);
    expect(all).not.toContain('Gizli');
    expect(all).not.toContain(token);
    expect(all.includes('herkese açık söz')).toBe(options.logTexts);
  },
);

it('R3.10 a message cannot forge a line of the log', async () => {
  const { file } = await liveThrough({ logTexts: true });
  expect(file).toContain(
    'herkese açık söz\\u000a2000-01-01 00:00:00.000  uydurma satır \\u001b[2J',
  );
  expect(file).not.toMatch(/^2000/m);
});

it('R3.10 the file speaks the language of the host', async () => {
  const logFolder = join(temporaryFolder(), 'log');
  const { server } = await startLab({ logFolder, language: 'tr' });
  await server.stop();
  expect(readLog(logFolder)).toContain('Oda kapatıldı');
});

it('a room that cannot have its port writes no more to its log once it has said so', async () => {
  const { server } = await startLab();
  const logFolder = join(temporaryFolder(), 'log');
  const late = startLab({ port: server.port, logFolder });
  await expect(late).rejects.toBeInstanceOf(ListenError);
  expect(readLog(logFolder).trimEnd().split('\n')).toHaveLength(1);
});

it('a room that cannot have its port hears no more of what is stored', async () => {
  const { server, store } = await startLab();
  let changes = 0;
  const listener = { changed: () => (changes += 1), logged: () => undefined };
  const late = startLab({ port: server.port, store, listener });
  await expect(late).rejects.toBeInstanceOf(ListenError);
  await server.changeOptions({ plain: true });
  expect(changes).toBe(0);
});

it('a disk that fails is said once to the host and each time to who asks, and once more when it has worked for a while', async () => {
  const store = createRoomStoreInMemory({ identity: labIdentity, key: sampleKey });
  const { append, readHistory } = store.log;
  const { server, clock } = await startLab({ store });
  const ali = await enter(server, 'ali');
  const told = () => server.readLog().map(({ event }) => event);
  const ofDisk = () => told().filter((event) => event.startsWith('disk-'));
  const say = (text: string) => ali.say(text);
  const fail = { is: 'refused', code: 'store-failed' } as const;
  store.log.append = async (drafts, settle) => {
    settle?.(drafts.map(() => fail));
    return drafts.map(() => fail);
  };
  expect(await say('bir')).toMatchObject({ code: 'store-failed' });
  expect(await say('iki')).toMatchObject({ code: 'store-failed' });
  expect(ofDisk()).toEqual(['disk-failing']);
  store.log.append = append.bind(store.log);
  await say('üç');
  store.log.readHistory = async () => {
    throw new StoreError({ code: 'store-failed' });
  };
  const read = () => ali.ask('read-history', { in: 'everyone' });
  expect(await read()).toMatchObject({ code: 'store-failed' });
  store.log.readHistory = readHistory.bind(store.log);
  expect(await read()).toMatchObject({ type: 'ok' });
  clock.advance(9000);
  await say('dört');
  expect(ofDisk()).toEqual(['disk-failing']);
  clock.advance(1000);
  await say('beş');
  expect(ofDisk()).toEqual(['disk-failing', 'disk-working']);
  await server.stop();
});

it('a full disk is said once, and once more when there is space; so is what turns out about the store', async () => {
  let freeBytes = Number.MAX_SAFE_INTEGER;
  const memory = createRoomStoreInMemory(
    { identity: labIdentity, key: sampleKey },
    () => freeBytes,
  );
  const found: StoreFinding[] = ['index-rebuilt', 'rows-damaged'];
  memory.file.nextFinding = async () => found.shift();
  const { server } = await startLab({ store: memory });
  const ali = await enter(server, 'ali');
  const told = () => server.readLog().map(({ event }) => event);
  const ofStore = () => told().filter((event) => /^(?:disk|index|rows)-/.test(event));
  expect(ofStore()).toEqual(['index-rebuilt', 'rows-damaged']);
  freeBytes = 0;
  for (const text of ['bir', 'iki'])
    expect(await ali.say(text)).toMatchObject({ code: 'store-full' });
  expect(await ali.ask('read-history', { in: 'everyone' })).toMatchObject({ type: 'ok' });
  expect(ofStore()).toEqual(['index-rebuilt', 'rows-damaged', 'disk-full']);
  freeBytes = Number.MAX_SAFE_INTEGER;
  await ali.say('üç');
  expect(ofStore()).toEqual(['index-rebuilt', 'rows-damaged', 'disk-full', 'disk-free']);
  await server.stop();
});
