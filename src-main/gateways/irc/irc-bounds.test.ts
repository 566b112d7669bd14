import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { Entry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, Cid } from '../../../src-shared/protocol/ids.ts';
import { directConversation, everyone } from '../../../src-shared/protocol/ids.ts';
import { ScriptedDirectory, ScriptedPort } from '../testing/scripted-port.ts';
import { IrcClient } from './irc-client.ts';
import { IrcRoom } from './irc-room.ts';
import { Reply } from './reply.ts';
import { connectByHand, settle } from './testing/by-hand.ts';
import { goodPassword, ircLabs, plain } from './testing/irc-lab.ts';
import { welcome } from './welcome.ts';

const startLab = ircLabs();

function message(seq: number, text: string): MessageEntry {
  const place = { in: everyone, seq, id: seq, at: 1_750_000_000_000 + seq };
  const cid = String(seq).padStart(16, '0') as Cid;
  return { type: 'message', ...place, from: 'account000' as AccountId, cid, text };
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
      answerPage: () => undefined,
      refuse: () => undefined,
      deliver: () => undefined,
      notice: () => undefined,
      tellPrivate: () => undefined,
      admitted: () => undefined,
      held: () => undefined,
      transfer: () => undefined,
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

  it('a label of more than 64 bytes is none', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali', 'labeled-response', 'batch');
    const label = 'x'.repeat(64);
    expect((await ali.ask(`@label=${label} VERSION`))[0]).toMatch(/^@label=x{64} :room\.oda 351 /);
    expect((await ali.ask(`@label=${label}x VERSION`))[0]).toMatch(/^:room\.oda 351 /);
  });

  it('of what is delivered between signing in and the welcome 64 are kept', async () => {
    const { transport, port, room } = connectByHand();
    room.put('Ayşe');
    transport.give(`CAP REQ sasl\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE ${plain('Deniz')}\r\n`);
    await settle();
    const self = port.self()?.account;
    if (!self) throw new Error('not signed in');
    const direct = directConversation('account000' as AccountId, self);
    for (let seq = 1; seq <= 100; seq += 1) {
      port.deliver({ ...message(seq, `text ${seq}`), in: direct });
    }
    transport.give('NICK d\r\nUSER d\r\nCAP END\r\n');
    await settle();
    expect(transport.text.match(/ PRIVMSG Deniz :text \d+\r\n/g)).toHaveLength(64);
  });
});

describe('who is there', () => {
  it('W10 any byte is a sign of life, half a line too', async () => {
    const { transport, port } = await enterByHand();
    const before = port.heardCount;
    transport.give('P');
    expect(port.heardCount).toBe(before + 1);
  });

  it('W8 a program that has ended keeps no place of its account', async () => {
    const { signIn } = await startLab();
    const first = await signIn('Selin');
    for (let count = 1; count <= 8; count += 1) {
      const next = await signIn('Selin');
      next.send('QUIT');
      await next.closed;
    }
    expect(await first.ask('VERSION')).toHaveLength(1);
  });

  it('W11 what others wrote to this one is marked delivered, what this one wrote is not', async () => {
    const { port } = await enterByHand();
    const self = port.self()?.account ?? ('' as AccountId);
    const direct = directConversation('account000' as AccountId, self);
    const marked = () => port.commands.filter((command) => command.type === 'mark-delivered');
    port.deliver({ ...message(1, 'kendim'), in: direct, from: self });
    expect(marked()).toEqual([]);
    port.deliver({ ...message(2, 'sana'), in: direct });
    expect(marked()).toMatchObject([{ in: direct, seq: 2 }]);
    port.deliver(message(3, 'herkese'));
    expect(marked()).toHaveLength(1);
  });

  it('an entry that IRC has no verb for is said as a sentence, where it happened', async () => {
    const { transport, port } = await enterByHand('JOIN #oda');
    const self = port.self()?.account ?? ('' as AccountId);
    const nudged = { type: 'nudged', by: 'account000', account: self, seq: 1, id: 1, at: 0 };
    port.deliver({ ...nudged, in: everyone } as unknown as Entry);
    expect(transport.text).toMatch(/:room\.oda NOTICE #oda :\S+: nudged deniz\r\n/);
    const direct = directConversation('account000' as AccountId, self);
    port.deliver({ ...nudged, in: direct } as unknown as Entry);
    expect(transport.text).toMatch(/:room\.oda NOTICE deniz :\S+: nudged deniz\r\n/);
  });

  it('AWAY that is refused changes no text', async () => {
    const { transport, port, room } = await enterByHand();
    transport.give('AWAY :bir\r\n');
    await settle();
    room.put('deniz', { account: port.self()?.account ?? ('' as AccountId), presence: 'away' });
    port.refuseNext.push({ type: 'set-presence', refusal: { code: 'too-fast' } });
    transport.give('AWAY :iki\r\nWHOIS deniz\r\n');
    await settle();
    expect(transport.text).toContain(' 301 deniz deniz :bir\r\n');
    expect(transport.text).not.toContain(':iki');
  });
});
