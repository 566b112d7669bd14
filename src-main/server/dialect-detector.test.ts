import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { createMemoryPair } from '../net/memory-transport.ts';
import type { TransportListener } from '../net/transport.ts';
import { asArrived, handshake } from '../net/testing/as-arrived.ts';
import { hear } from '../net/testing/heard.ts';
import { sampleKey } from '../net/testing/sample-key.ts';
import { serverTls } from '../net/tls.ts';
import { DialectDetector, recogniseDialect } from './dialect-detector.ts';
import { scriptedGateway } from './testing/scripted-gateway.ts';

const lines = scriptedGateway({ dialect: 'lines' });
const json = scriptedGateway({ dialect: 'json', verb: '{"command"' });
const irc = scriptedGateway({ dialect: 'irc', verb: 'NICK ' });
const gateways = [json, irc, lines];
const handshakeFirst = new RegExp(`^${handshake}`);

describe('W15 a dialect by its first bytes', () => {
  const recognise = (text: string, isLast = false, known = gateways) => {
    const found = recogniseDialect(Buffer.from(text), { gateways: known, isLast });
    return typeof found === 'string' ? found : found.dialect;
  };

  it.each([
    ['\x16', 'oda'],
    ['\x16\x03\x01', 'oda'],
    ['{"type":"hello"', 'unencrypted'],
    ['{"rid":1', 'unencrypted'],
    ['\r\n \t{"type"', 'unencrypted'],
    ['{', 'unsure'],
    ['{"comm', 'unsure'],
    ['{"command":"users"}', 'json'],
    ['NI', 'unsure'],
    ['NICK ali\r\n', 'irc'],
    ['ali\n', 'lines'],
    ['NIHAT\n', 'lines'],
    ['\xff\xfd\x03', 'lines'],
    ['[1,2]\n', 'lines'],
  ])('%j is %s', (text, dialect) => {
    expect(recognise(text)).toBe(dialect);
  });

  it.each([
    ['{', 'unencrypted'],
    ['{"comm', 'unencrypted'],
    ['NI', 'lines'],
    ['\r\n', 'lines'],
  ])('%j and nothing more is %s', (text, dialect) => {
    expect(recognise(text, true)).toBe(dialect);
  });

  it('what nobody tells apart by its beginning is not waited for without end', () => {
    const always = { ...irc, recognises: () => 'unsure' as const };
    const wait = (length: number) => recognise('x'.repeat(length), false, [always, lines]);
    expect([wait(255), wait(256)]).toEqual(['unsure', 'lines']);
  });

  it('a room without gateways speaks its own protocol alone', () => {
    expect(recognise('ali\n', false, [])).toBe('unencrypted');
    expect(recognise('ali\n', false, [json])).toBe('unencrypted');
  });
});

/** A new connection in a detector, seen from its other end, and who got it. */
function openDetector({ mayBePlain = true, known = gateways } = {}) {
  const [near, far] = createMemoryPair();
  const clock = new ManualClock();
  const heard = hear(near);
  let listener: TransportListener | undefined;
  const listen = far.listen.bind(far);
  far.listen = (listening) => {
    listener = listening;
    listen(listening);
  };
  const said: string[] = [];
  const note = (what: string) => said.push(what);
  const host = { mayBePlain };
  const detector = new DialectDetector({
    transport: asArrived(far),
    tls: serverTls(sampleKey),
    clock,
    gateways: known,
    mayBePlain: () => host.mayBePlain,
    plainOffSentence: 'Not here.',
    connect(dialect, { transport, onClosed }) {
      const name = dialect === 'oda' ? 'oda' : dialect.dialect;
      transport.listen({
        bytes: (chunk) => note(`${name} hears ${Buffer.from(chunk).toString()}`),
        closed() {
          note(`${name} ends`);
          onClosed();
        },
      });
      transport.send(Buffer.from(`${name}?`));
      return {
        isStranger: true,
        memberName: `a person by ${name}`,
        end({ code }) {
          note(`${name} is ended: ${code}`);
          transport.close();
        },
        destroy: () => transport.destroy(),
      };
    },
    onTurnedAway: (reason) => note(`turned away: ${reason}`),
    onClosed: () => note('closed'),
  });
  const send = async (text: string) => {
    near.send(Buffer.from(text));
    await nextTurn();
  };
  const ended = async () => {
    await heard.untilClosed();
    await nextTurn();
  };
  /** As a socket whose other end may still read. */
  const sayAll = () => listener?.saidAll?.();
  return { near, clock, heard, said, detector, send, sayAll, ended, host };
}

describe('W15 a detector', () => {
  it('hands a peer of Oda over at its first bytes, and nothing of them is lost', async () => {
    const { heard, said, detector, send, clock } = openDetector();
    expect(detector).toMatchObject({ isStranger: true, memberName: undefined, dialect: 'oda' });
    await send(`${handshake}{"ty`);
    expect(said).toEqual(['oda hears {"ty']);
    await send('pe"}');
    expect(said).toEqual(['oda hears {"ty', 'oda hears pe"}']);
    expect(await heard.untilLength(4)).toBe('oda?');
    expect(detector).toMatchObject({ isStranger: true, memberName: 'a person by oda' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('who speaks at once hears nothing but its own dialect', async () => {
    for (const [first, answer] of [
      ['NICK ali\r\n', 'irc?'],
      ['ali\n', 'lines?'],
    ] as const) {
      const { heard, send } = openDetector();
      await send(first);
      expect(await heard.untilLength(answer.length)).toBe(answer);
    }
  });

  it('who was asked for a name while plain programs might come in, and answers after that, is ended', async () => {
    const { said, send, clock, host } = openDetector();
    clock.advance(limits.dialectSilenceMs);
    host.mayBePlain = false;
    await send('ali\n');
    expect(said[0]).toBe('lines is ended: plain-off');
  });

  it('waits for what tells two dialects apart, wherever the bytes are cut', async () => {
    const { said, detector, send } = openDetector();
    const letters = '{"command"'.split('');
    for (const letter of letters) await send(letter);
    expect(said).toEqual(letters.map((letter) => `json hears ${letter}`));
    expect(detector.dialect).toBe('json');
  });

  it('takes half a beginning and silence for what it can only be', async () => {
    const { said, detector, send, clock } = openDetector();
    await send('NI');
    clock.advance(limits.dialectSilenceMs - 1);
    expect(said).toEqual([]);
    clock.advance(1);
    expect(said).toEqual(['lines hears NI']);
    expect(detector.dialect).toBe('lines');
  });

  it('asks who says nothing for 700 ms for a name, in plain lines', async () => {
    const { heard, said, detector, send, clock } = openDetector();
    clock.advance(limits.dialectSilenceMs - 1);
    await nextTurn();
    expect(heard.text()).toBe('');
    clock.advance(1);
    expect(await heard.untilLength(6)).toBe('lines?');
    expect(detector).toMatchObject({ dialect: 'lines', isStranger: true });
    await send('ali\n');
    await send('selam\n');
    expect(detector).toMatchObject({ dialect: 'lines', memberName: 'a person by lines' });
    expect(said).toEqual(['lines hears ali\n', 'lines hears selam\n']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('a busy host hears what came in time before it asks', async () => {
    const { heard, said, send, clock } = openDetector();
    const after = vi.spyOn(clock, 'after').mockReturnValueOnce(() => undefined);
    clock.advance(limits.dialectSilenceMs);
    const [waitMs, goOn] = after.mock.calls[0] ?? [];
    expect(waitMs).toBe(0);
    await send('NICK ali\r\n');
    goOn?.();
    expect(await heard.untilLength(4)).toBe('irc?');
    expect(said).toEqual(['irc hears NICK ali\r\n']);
  });

  it('a plain program that was only slow still gets its own dialect', async () => {
    for (const [first, dialect, answer] of [
      // A reply glued to the question would be no line of its dialect.
      ['NICK ali', 'irc', 'lines?\r\nirc?'],
      ['{"command":"users"}', 'json', 'lines?\r\njson?'],
    ] as const) {
      const { heard, said, detector, send, clock, ended } = openDetector();
      clock.advance(limits.dialectSilenceMs);
      await send(first.slice(0, -3));
      await send(first.slice(-3));
      expect(await heard.untilLength(answer.length)).toBe(answer);
      expect(said.slice(0, 2)).toEqual(['lines ends', `${dialect} hears ${first.slice(0, -3)}`]);
      expect(detector).toMatchObject({ dialect, memberName: `a person by ${dialect}` });
      heard.transport.close();
      await ended();
      expect(said.slice(-2)).toEqual([`${dialect} ends`, 'closed']);
    }
  });

  it('who says nothing more is taken at once for what it said, and leaves where that was nothing', async () => {
    const half = openDetector();
    await half.send('NI');
    half.sayAll();
    expect(half.said).toEqual(['lines hears NI']);

    const asked = openDetector();
    asked.clock.advance(limits.dialectSilenceMs);
    asked.sayAll();
    await asked.ended();
    expect(asked.said).toEqual(['lines is ended: signed-out', 'lines ends', 'closed']);

    const silent = openDetector();
    silent.sayAll();
    await silent.ended();
    expect([silent.said, silent.heard.text()]).toEqual([['turned away: undefined', 'closed'], '']);
  });

  it('W14 Oda without encryption is told so and closed, and one that was asked for a name first too', async () => {
    const bare = openDetector();
    await bare.send('{"type":"hello"}');
    await bare.ended();
    expect(bare.heard.text()).toBe('{"type":"closed","code":"not-encrypted"}\n');
    expect(bare.said).toEqual(['turned away: not-encrypted', 'closed']);

    const slow = openDetector();
    slow.clock.advance(limits.dialectSilenceMs);
    await slow.send(handshake);
    await slow.ended();
    expect(slow.said).toEqual(['lines is ended: not-encrypted', 'lines ends', 'closed']);
  });

  it('a plain program is told in one line that it may not come in, and closed', async () => {
    const { heard, said, detector, send, ended } = openDetector({ mayBePlain: false });
    await send('NICK ali\r\n');
    await ended();
    expect(heard.text()).toBe('Not here.\r\n');
    expect(said).toEqual(['turned away: plain-off', 'closed']);
    expect(detector.isStranger).toBe(false);
  });

  it('where plain programs may not come in, who is silent is asked nothing until the deadline', async () => {
    const { heard, said, send, clock, ended } = openDetector({ mayBePlain: false });
    clock.advance(limits.signInDeadlineMs - 1);
    await send('');
    expect([heard.text(), said]).toEqual(['', []]);
    clock.advance(1);
    await ended();
    expect(heard.text()).toBe('{"type":"closed","code":"sign-in-deadline"}\n');
    expect(said).toEqual(['turned away: sign-in-deadline', 'closed']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('who was silent may still speak Oda, and half a beginning is waited for anew', async () => {
    const { said, send, clock } = openDetector({ mayBePlain: false });
    clock.advance(10_000);
    await send(`${handshake}a`);
    expect(said).toEqual(['oda hears a']);

    const half = openDetector({ mayBePlain: false });
    half.clock.advance(10_000);
    await half.send('{"comm');
    expect(half.said).toEqual([]);
    half.clock.advance(limits.dialectSilenceMs);
    expect(half.said).toEqual(['turned away: not-encrypted']);
  });

  it('who goes before it was known what it speaks has simply gone', async () => {
    const { heard, said, clock, ended, send } = openDetector();
    await send('NI');
    heard.transport.close();
    await ended();
    expect(said).toEqual(['turned away: undefined', 'closed']);
    clock.advance(60_000);
    expect(said).toHaveLength(2);
  });

  it('ends whoever it has: without a session by a line of its own, else by the session', async () => {
    const early = openDetector();
    early.detector.end({ code: 'room-closed' });
    early.detector.end({ code: 'room-closed' });
    await early.ended();
    expect(early.heard.text()).toBe('{"type":"closed","code":"room-closed"}\n');
    expect(early.said).toEqual(['turned away: room-closed', 'closed']);

    const late = openDetector();
    late.clock.advance(limits.dialectSilenceMs);
    late.detector.end({ code: 'room-closed' });
    await late.ended();
    expect(late.said).toEqual(['lines is ended: room-closed', 'lines ends', 'closed']);
  });

  it('whatever comes, in whatever pieces and with whatever pauses, one dialect gets it all in order', async () => {
    const piece = fc.oneof(
      fc.constantFrom('{"command"', 'NI', 'CK ali', '\r\n', '\u0000', 'ali\n', handshake),
      fc.string({ maxLength: 300 }),
    );
    const pause = fc.integer({ min: 0, max: limits.dialectSilenceMs });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(piece, pause), { maxLength: 8 }), async (pieces) => {
        const { said, send, clock, heard, detector, ended } = openDetector();
        for (const [text, pauseMs] of pieces) {
          await send(text);
          clock.advance(pauseMs);
        }
        clock.advance(limits.dialectSilenceMs);
        await nextTurn();
        // Who speaks Oda without encryption, or after it was asked for a name, is sent away.
        const isSentAway = said.some((line) => line.endsWith('not-encrypted'));
        const { dialect } = detector;
        const got = said.filter((line) => line.includes(' hears '));
        expect(got.every((line) => line.startsWith(`${dialect} hears `))).toBe(true);
        const all = got.map((line) => line.slice(`${dialect} hears `.length)).join('');
        const whole = pieces.map(([text]) => text).join('');
        expect(isSentAway ? '' : all).toBe(isSentAway ? '' : whole.replace(handshakeFirst, ''));
        heard.transport.close();
        await ended();
        expect(said.filter((line) => line === 'closed')).toHaveLength(1);
        expect(clock.pendingTimers).toBe(0);
      }),
    );
  });

  it('a room without plain lines lets who is silent be', async () => {
    const { heard, said, send, clock } = openDetector({ known: [json] });
    clock.advance(10_000);
    expect(heard.text()).toBe('');
    await send('x');
    expect(said).toEqual(['turned away: not-encrypted']);
  });
});
