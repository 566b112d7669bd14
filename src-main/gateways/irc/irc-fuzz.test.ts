import { describe, expect, it } from 'vitest';
import type { Random } from '../../../src-shared/outside/random.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { Cid } from '../../../src-shared/protocol/ids.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { verbs } from './commands/command-table.ts';
import { connectByHand, settle } from './testing/by-hand.ts';

function expectGoodLines(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8');
  if (text === '') return;
  expect(text.endsWith('\r\n')).toBe(true);
  for (const line of text.slice(0, -2).split('\r\n')) {
    expect(line).not.toMatch(/[\r\n\0]/);
    const body = line.startsWith('@') ? line.slice(line.indexOf(' ') + 1) : line;
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(510);
    expect(body).toMatch(/^(?::\S+ )?(?:[A-Z]+|\d{3})(?: |$)/);
  }
}

const oddWords = [
  '',
  '#oda',
  '#group',
  'ali',
  'Ayşe_Kaya',
  '*',
  '0',
  ':',
  '+',
  '-',
  'LS',
  'REQ',
  'PLAIN',
  'LATEST',
  'BETWEEN',
  'TARGETS',
  'AROUND',
  'msgid=everyone/1',
  'timestamp=2025-01-01T00:00:00Z',
  'timestamp=9999999999999999999',
  '99999999999999999999',
  '5',
  '-1',
  'a,b,c,#oda,ali',
  '\u0001ACTION x\u0001',
  '\u0003\u0002\u0001',
  '😀'.repeat(40),
  'x'.repeat(300),
  '\u202e',
  '__proto__',
  'constructor',
];

function oddLine(random: Random): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.fraction() * list.length)] as T;
  const verb = random.fraction() < 0.9 ? pick(verbs) : pick(oddWords);
  const count = Math.floor(random.fraction() * 5);
  const words = Array.from({ length: count }, () => pick(oddWords));
  const tags =
    random.fraction() < 0.3
      ? `@label=${random.text(5)};+x=\\:;+reply=everyone/1;+draft/react=${pick(oddWords)};${pick(oddWords)} `
      : '';
  const last = random.fraction() < 0.5 ? ` :${pick(oddWords)} ${pick(oddWords)}` : '';
  const end = random.fraction() < 0.5 ? '\r\n' : '\n';
  return `${tags}${[verb, ...words].join(' ')}${last}${end}`;
}

describe('what nobody would send', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'random bytes are answered in good lines (seed %i)',
    async (seed) => {
      const { transport } = connectByHand(seed);
      const random = seededRandom(seed);
      for (let round = 0; round < 40; round += 1) {
        const length = Math.floor(random.fraction() * 400);
        const bytes = Uint8Array.from({ length }, () => {
          // Often enough a byte that means something.
          const odd = random.fraction();
          return odd < 0.1 ? 0x0a : odd < 0.2 ? 0x20 : odd < 0.25 ? 0x3a : random.fraction() * 256;
        });
        transport.give(bytes);
        await settle();
        transport.drain();
      }
      expectGoodLines(Buffer.concat(transport.sent));
    },
  );

  it.each([11, 12, 13, 14, 15, 16, 17, 18])(
    'random commands of a member never break a line or the connection (seed %i)',
    async (seed) => {
      const { transport, room, port, clock } = connectByHand(seed);
      const random = seededRandom(seed);
      room.put('Ayşe Kaya');
      room.put(`${'ğ'.repeat(31)}!`, { presence: 'away' });
      room.put('x\r\nQUIT :evil', { presence: 'offline', lastSeenAt: 1 });
      const caps = 'batch labeled-response echo-message server-time message-tags';
      transport.give(`CAP REQ :${caps}\r\nNICK deniz\r\nUSER d\r\nCAP END\r\nJOIN #oda\r\n`);
      await settle();
      expect(transport.text).toContain(' 001 deniz ');
      for (let round = 0; round < 300 && !transport.isClosed; round += 1) {
        const line = oddLine(random);
        if (!/QUIT/.test(line)) transport.give(line);
        const text = `${oddLine(random)}\r\n\0${oddLine(random)}`;
        const from = room.findMember('Ayşe Kaya')?.account;
        const place = { in: everyone, seq: round + 1, id: round + 1, at: clock.wallMs() };
        if (from && round % 10 === 0) {
          port.deliver({ type: 'message', ...place, from, cid: 'x'.repeat(16) as Cid, text });
        }
        await settle();
        transport.drain();
      }
      expect(transport.isClosed).toBe(false);
      expectGoodLines(Buffer.concat(transport.sent));
    },
  );

  it('100,000 characters without a line end cost nothing and are one refusal at the end of the line', async () => {
    const { transport } = connectByHand();
    transport.give('NICK deniz\r\nUSER d\r\n');
    await settle();
    const before = transport.text.length;
    for (let part = 0; part < 100; part += 1) transport.give('x'.repeat(1000));
    await settle();
    expect(transport.text).toHaveLength(before);
    transport.give('\nPING on\n');
    await settle();
    expect(transport.text.slice(before)).toMatch(
      /^:room\.oda 417 deniz :.*\r\n:room\.oda PONG room\.oda :on\r\n$/,
    );
  });

  it('1,000 commands in one read are done in their order, reading no further meanwhile', async () => {
    const { transport } = connectByHand();
    transport.give('NICK deniz\r\nUSER d\r\n');
    await settle();
    transport.give(Array.from({ length: 1000 }, (_, place) => `PING p${place}\r\n`).join(''));
    const pongs = () =>
      [...transport.text.matchAll(/PONG room\.oda :p(\d+)/g)].map((pong) => Number(pong[1]));
    let [before, most] = [pongs().length, 0];
    while (pongs().length < 1000) {
      await settle();
      most = Math.max(most, pongs().length - before);
      before = pongs().length;
    }
    // Others have their turns of the loop between them.
    expect(most).toBeLessThanOrEqual(limits.plainLinesPerTurn);
    await settle();
    expect(pongs()).toEqual(Array.from({ length: 1000 }, (_, place) => place));
    expect(transport.isPaused).toBe(false);
  });
});
