import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Cid } from '../../../src-shared/protocol/ids.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { ScriptedDirectory, ScriptedPort } from '../testing/scripted-port.ts';
import { IrcClient } from './irc-client.ts';
import { IrcRoom } from './irc-room.ts';
import { Reply } from './reply.ts';
import { connectByHand, settle } from './testing/by-hand.ts';
import { goodPassword, ircLabs } from './testing/irc-lab.ts';
import { welcome } from './welcome.ts';

const startLab = ircLabs();

function message(seq: number, text: string): Entry {
  const place = { in: everyone, seq, id: seq, at: 1_750_000_000_000 + seq };
  const cid = String(seq).padStart(16, '0') as Cid;
  return { type: 'message', ...place, from: 'account000' as never, cid, text };
}

async function enterByHand(...lines: string[]) {
  const hand = connectByHand();
  hand.room.put('Ayşe');
  hand.transport.give(['NICK deniz', 'USER d', ...lines, ''].join('\r\n'));
  await settle();
  return hand;
}

describe('what is kept of a password', () => {
  it('R3.1 a wrong one is not tried again under the next nick, and makes no account of it', async () => {
    const { signIn, connect } = await startLab();
    const ayse = await signIn('Ayşe');
    ayse.send('QUIT');
    await ayse.closed;
    const peer = await connect();
    peer.send('PASS :not her password', 'NICK Ayşe', 'USER x 0 * :x');
    await peer.until(' 464 ');
    peer.send('NICK bora');
    await peer.until(' 001 bora ');
    expect((await peer.ask('WHOIS bora')).join('\n')).toContain(' 320 bora bora :is a guest');
  });

  it('nothing, once the client is in', async () => {
    const room = new ScriptedDirectory();
    const ports: ScriptedPort[] = [];
    const peer = {
      answer: () => undefined,
      refuse: () => undefined,
      deliver: () => undefined,
      notice: () => undefined,
      tellPrivate: () => undefined,
      admitted: () => undefined,
      end: () => undefined,
    };
    ports.push(new ScriptedPort(peer, room));
    const [port] = ports;
    if (!port) throw new Error('no session');
    port.enterAsGuest(1, 'deniz');
    const client = new IrcClient({
      port,
      clock: new ManualClock(),
      random: seededRandom(1),
      shared: new IrcRoom(),
      send: () => undefined,
      end: () => undefined,
    });
    client.registration.password = goodPassword;
    welcome(client, new Reply(client.out, undefined));
    expect(client.registration.isDone).toBe(true);
    expect(client.registration.password).toBeUndefined();
  });
});

describe('what has an end', () => {
  it('CHATHISTORY gives 100 messages, however many are asked for', async () => {
    const { transport, port } = await enterByHand();
    for (let seq = 1; seq <= 150; seq += 1) port.entries.push(message(seq, `text ${seq}`));
    const before = transport.text.length;
    transport.give('CHATHISTORY LATEST #oda * 1000\r\n');
    await settle();
    const texts = [...transport.text.slice(before).matchAll(/ PRIVMSG #oda :(.*)\r\n/g)];
    expect(texts).toHaveLength(100);
    expect(texts[0]?.[1]).toBe('text 51');
  });

  it('MONITOR holds 100 nicks, and says which it did not take', async () => {
    const { transport } = await enterByHand();
    // A line holds few of them.
    for (let place = 0; place < 100; place += 20) {
      const nicks = Array.from({ length: 20 }, (_, one) => `n${place + one}`);
      transport.give(`MONITOR + ${nicks.join(',')}\r\n`);
    }
    await settle();
    expect(transport.text).not.toContain(' 734 ');
    transport.give('MONITOR + n99,late,later\r\n');
    await settle();
    expect(transport.text).toContain(' 734 deniz 100 late,later :');
  });
});
