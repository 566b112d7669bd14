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
  for (const { port } of [...plain, ...timed, extended]) port.deliver(entry);
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
