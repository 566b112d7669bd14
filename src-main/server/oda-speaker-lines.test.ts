import { expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { LineInbox } from './oda-speaker.ts';

const bytes = (text: string) => Buffer.from(text);

it('gives the lines of what came one by one, wherever it was cut', () => {
  const inbox = new LineInbox();
  for (const piece of ['{"a":1}\n{"a"', ':2', '}\n', '{"a":3}\n{']) inbox.add(bytes(piece));
  const values = [1, 2, 3].map(() => inbox.take());
  expect(values).toEqual([1, 2, 3].map((a) => ({ ok: true, value: { a } })));
  expect(inbox.take()).toBeUndefined();
});

it('W17 is full past 64 KiB or 16 reads that wait, and no longer once they were taken', () => {
  const inbox = new LineInbox();
  for (let read = 0; read < 15; read += 1) inbox.add(bytes('{}\n'));
  expect(inbox.isFull).toBe(false);
  inbox.add(bytes('{}\n'));
  expect(inbox.isFull).toBe(true);
  while (inbox.take());
  expect(inbox.isFull).toBe(false);

  const line = `${JSON.stringify({ text: 'x'.repeat(1012) })}\n`;
  for (let round = 0; round < 3; round += 1) {
    inbox.add(bytes(line.repeat(64)));
    expect(line.length * 64).toBe(limits.receiveBufferBytes / 2);
    expect(inbox.isFull).toBe(false);
    inbox.add(bytes('{'));
    expect(inbox.isFull).toBe(true);
    inbox.add(bytes('}\n'));
    while (inbox.take());
    expect(inbox.isFull).toBe(false);
  }
});

it('after a drop nothing of what waited is left', () => {
  const inbox = new LineInbox();
  for (let read = 0; read < 16; read += 1) inbox.add(bytes('{"a":1}\n{"a":2}\n'));
  expect(inbox.take()).toMatchObject({ ok: true });
  inbox.drop();
  expect([inbox.isFull, inbox.take()]).toEqual([false, undefined]);
});

it('strangers have short lines until they are in', () => {
  const long = `${JSON.stringify({ text: 'x'.repeat(limits.maxLineBytesBeforeSignIn) })}\n`;
  const inbox = new LineInbox();
  inbox.add(bytes(long));
  expect(inbox.take()).toMatchObject({ ok: false, code: 'line-too-long' });
  const later = new LineInbox();
  later.maxLineBytes = limits.maxLineBytes;
  later.add(bytes(long));
  expect(later.take()).toMatchObject({ ok: true });
});
