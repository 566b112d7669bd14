import { expect, it } from 'vitest';
import type { ReadLine } from './irc-line-reader.ts';
import { IrcLineReader } from './irc-line-reader.ts';

const bytes = (text: string) => Buffer.from(text);
const verbsOf = (reads: readonly ReadLine[]) =>
  reads.map((read) => (read.ok ? read.line.verb : read.code));

function readAll(reader: IrcLineReader, chunk: Uint8Array): ReadLine[] {
  reader.push(chunk);
  const reads: ReadLine[] = [];
  for (let read = reader.next(); read; read = reader.next()) reads.push(read);
  return reads;
}

it('reads lines with CRLF and with LF, cut anywhere', () => {
  const reader = new IrcLineReader();
  const whole = bytes('NICK ayşe\r\n\r\nUSER a\nPING x\r\n');
  const reads = [...whole].flatMap((byte) => readAll(reader, Uint8Array.of(byte)));
  expect(verbsOf(reads)).toEqual(['NICK', 'USER', 'PING']);
  expect(reads[0]).toMatchObject({ line: { params: ['ayşe'] } });
});

it('passes over a line that is too long, and reads the next one', () => {
  const reader = new IrcLineReader();
  const long = 'x'.repeat(505);
  expect(verbsOf(readAll(reader, bytes(`PING ${long}\r\nPING ${long}y\r\nPONG\r\n`)))).toEqual([
    'PING',
    'too-long',
    'PONG',
  ]);
  expect(verbsOf(readAll(reader, bytes(`${'y'.repeat(100_000)}\nPONG\n`)))).toEqual([
    'too-long',
    'PONG',
  ]);
});

it('allows 4,094 bytes of tags between @ and the blank, and no more', () => {
  const reader = new IrcLineReader();
  const tags = (length: number) => `@${'t'.repeat(length - 2)} `;
  const long = 'x'.repeat(505);
  expect(verbsOf(readAll(reader, bytes(`${tags(4096)}PING ${long}\n`)))).toEqual(['PING']);
  expect(verbsOf(readAll(reader, bytes(`${tags(4097)}PING\n`)))).toEqual(['too-long']);
});

it('passes over a line that is not UTF-8, and reads the next one', () => {
  const reader = new IrcLineReader();
  expect(verbsOf(readAll(reader, Uint8Array.of(0x50, 0xff, 0x0a)))).toEqual(['bad-utf8']);
  expect(verbsOf(readAll(reader, Uint8Array.of(0x50, 0xed, 0xa0, 0x80, 0x0a)))).toEqual([
    'bad-utf8',
  ]);
  expect(verbsOf(readAll(reader, bytes('PING ğ\n')))).toEqual(['PING']);
});

it('keeps what was not asked for as bytes, and is full past 64 KiB or 16 reads of it', () => {
  const reader = new IrcLineReader();
  reader.push(bytes('PING 1\nPING 2\nPI'));
  expect(reader.next()).toMatchObject({ line: { params: ['1'] } });
  expect(reader.next()).toMatchObject({ line: { params: ['2'] } });
  expect(reader.next()).toBeUndefined();
  reader.push(bytes('NG 3\n'));
  reader.push(bytes('P\n'.repeat(32 * 1024)));
  expect(reader.isFull).toBe(true);
  expect(reader.next()).toMatchObject({ line: { params: ['3'] } });
  expect(reader.isFull).toBe(false);
  while (reader.next());
  for (let read = 0; read < 15; read += 1) reader.push(bytes('P\n'));
  expect(reader.isFull).toBe(false);
  reader.push(bytes('P\n'));
  expect(reader.isFull).toBe(true);
  reader.clear();
  expect(reader.isFull).toBe(false);
});
