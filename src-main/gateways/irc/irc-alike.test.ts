import { expect, it } from 'vitest';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { ScriptedDirectory } from '../testing/scripted-port.ts';
import { createIrcGateway } from './connection/irc-gateway.ts';
import { connectByHand, settle } from './testing/by-hand.ts';

it('who comes is written once for all who asked for the same capabilities, and may wait for more', async () => {
  const shared = { gateway: createIrcGateway(), room: new ScriptedDirectory() };
  const enter = async (nick: string, ...capabilities: string[]) => {
    const peer = connectByHand(1, shared);
    const wishes =
      capabilities.length > 0 ? `CAP REQ :${capabilities.join(' ')}\r\nCAP END\r\n` : '';
    peer.transport.give(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\n${wishes}`);
    await settle();
    peer.transport.give('JOIN #oda\r\n');
    await settle();
    return peer;
  };
  const plain = [await enter('ali'), await enter('veli')];
  const timed = [await enter('cem', 'server-time'), await enter('can', 'server-time')];
  const extended = await enter('bora', 'extended-join');
  const { account, name } = shared.room.put('Ayşe');
  const entry: Entry = { type: 'joined', in: everyone, seq: 9, id: 9, at: 1e12, account, name };
  const told = [entry] as const;
  for (const { port } of [...plain, ...timed, extended]) port.deliverList(told);
  const last = ({ transport }: typeof extended) => transport.sent.at(-1);
  const [one, other] = [...plain, ...timed].map(last);
  expect(String(one)).toMatch(/^:Ayşe!\S+ JOIN #oda\r\n$/);
  expect(other).toBe(one);
  const [early, late] = timed.map(last);
  expect(String(early)).toMatch(/^@time=2001-09-09T01:46:40\.000Z :Ayşe!\S+ JOIN #oda\r\n$/);
  expect(late).toBe(early);
  expect(String(last(extended))).toMatch(/^:Ayşe!\S+ JOIN #oda Ayşe :Ayşe\r\n$/);
  for (const { transport } of [...plain, ...timed, extended])
    expect(transport.resting.has(transport.sent.at(-1) as Uint8Array)).toBe(true);
});

it('of several who come together each is told those who are news to it, in their order', async () => {
  const shared = { gateway: createIrcGateway(), room: new ScriptedDirectory() };
  const peer = connectByHand(1, shared);
  peer.transport.give('NICK ali\r\nUSER ali 0 * :ali\r\nJOIN #oda\r\n');
  await settle();
  const came = (name: string, seq: number): Entry => {
    const account = shared.room.findMember(name)?.account ?? shared.room.put(name).account;
    return { type: 'joined', in: everyone, seq, id: seq, at: 1e12, account, name };
  };
  const told = (...entries: [Entry, ...Entry[]]): (string | undefined)[] => {
    const before = peer.transport.text.length;
    peer.port.deliverList(entries);
    const lines = peer.transport.text.slice(before).split('\r\n').slice(0, -1);
    return lines.map((line) => /^:(\S+)!\S+ JOIN #oda$/.exec(line)?.[1]);
  };
  expect(told(came('Bora', 1), came('Cem', 2))).toEqual(['Bora', 'Cem']);
  expect(told(came('Bora', 3), came('ali', 4), came('Can', 5), came('Can', 6))).toEqual(['Can']);
  expect(told(came('Can', 7))).toEqual([]);
});
