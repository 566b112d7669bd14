import { expect, it } from 'vitest';
import { IrcLineReader } from './irc-line-reader.ts';

const bytes = (text: string) => Buffer.from(text);
const verbsOf = (reads: ReturnType<IrcLineReader['push']>) =>
  reads.map((read) => (read.ok ? read.line.verb : read.code));

it('reads lines with CRLF and with LF, cut anywhere', () => {
  const reader = new IrcLineReader();
  const whole = bytes('NICK ayşe\r\n\r\nUSER a\nPING x\r\n');
  const reads = [...whole].flatMap((byte) => reader.push(Uint8Array.of(byte)));
  expect(verbsOf(reads)).toEqual(['NICK', 'USER', 'PING']);
  expect(reads[0]).toMatchObject({ line: { params: ['ayşe'] } });
});

it('passes over a line that is too long, and reads the next one', () => {
  const reader = new IrcLineReader();
  const long = 'x'.repeat(505);
  expect(verbsOf(reader.push(bytes(`PING ${long}\r\nPING ${long}y\r\nPONG\r\n`)))).toEqual([
    'PING',
    'too-long',
    'PONG',
  ]);
  expect(verbsOf(reader.push(bytes(`${'y'.repeat(100_000)}\nPONG\n`)))).toEqual([
    'too-long',
    'PONG',
  ]);
});

it('allows 8,191 bytes of tags beside the line, and no more', () => {
  const reader = new IrcLineReader();
  const tags = (length: number) => `@${'t'.repeat(length - 2)} `;
  const long = 'x'.repeat(505);
  expect(verbsOf(reader.push(bytes(`${tags(8191)}PING ${long}\n`)))).toEqual(['PING']);
  expect(verbsOf(reader.push(bytes(`${tags(8192)}PING\n`)))).toEqual(['too-long']);
});

it('passes over a line that is not UTF-8, and reads the next one', () => {
  const reader = new IrcLineReader();
  expect(verbsOf(reader.push(Uint8Array.of(0x50, 0xff, 0x0a)))).toEqual(['bad-utf8']);
  expect(verbsOf(reader.push(Uint8Array.of(0x50, 0xed, 0xa0, 0x80, 0x0a)))).toEqual(['bad-utf8']);
  expect(verbsOf(reader.push(bytes('PING ğ\n')))).toEqual(['PING']);
});
