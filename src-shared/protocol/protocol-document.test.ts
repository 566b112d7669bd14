import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wireCodes } from './codes.ts';
import { entrySchemas } from './entries.ts';
import type { Entry } from './entries.ts';
import { wholeEntries } from './entry-parts.ts';
import { requests } from './features.ts';
import { answerSchemas, frameSchemas } from './protocol.ts';
import type { CommandName } from './protocol.ts';
import { privateEndReasons } from './private-chats.ts';
import { LineDecoder } from './line-decoder.ts';
import { limits } from './limits.ts';
import { parseCommand } from './parse-command.ts';
import { parseAnswer, parseServerFrame } from './parse-server-frame.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/PROTOCOL.md'), 'utf8');

type Example = { kind: string; line: string; at: number };

/** The lines of all fenced blocks, with what stands behind the fence. */
function readExamples(): Example[] {
  const examples: Example[] = [];
  let kind: string | undefined;
  for (const [at, line] of document.split('\n').entries()) {
    if (!line.startsWith('```')) {
      if (kind !== undefined) examples.push({ kind, line, at: at + 1 });
    } else kind = kind === undefined ? line.slice(3).trim() : undefined;
  }
  return examples;
}

/** The rows of a section's tables: cells without the code marks. */
function readRows(section: string): string[][] {
  const start = document.indexOf(`\n## ${section}\n`);
  const end = document.indexOf('\n## ', start + 1);
  return document
    .slice(start, end === -1 ? undefined : end)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', ''))
        .slice(1, -1),
    );
}

function decode(line: string): Record<string, unknown> {
  const decoder = new LineDecoder({ maxLineBytes: limits.maxServerLineBytes });
  const [decoded] = decoder.push(new TextEncoder().encode(`${line}\n`));
  if (!decoded?.ok) throw new Error(`${line}: ${decoded?.code ?? 'nothing'}`);
  return decoded.value;
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(answerSchemas, name);
}

/** As the document says that a list of entries is read. */
function read(value: Record<string, unknown>): Record<string, unknown> {
  const { entries, more } = value;
  const isList = Array.isArray(entries) && (value['type'] === 'entries' || more !== undefined);
  return isList ? { ...value, entries: wholeEntries(entries) } : value;
}

/** Reads it as the other side would; it must hold no field that would be ignored. */
function expectAnswer(name: string, value: Record<string, unknown>): void {
  if (!isCommandName(name)) throw new Error(`No answer is called ${name}`);
  expect(parseServerFrame(value)).toEqual({ ok: true, frame: value });
  const { type, rid, ...answer } = value;
  expect([type, typeof rid]).toEqual(['ok', 'number']);
  expect(parseAnswer(name, value)).toEqual({ ok: true, answer: read(answer) });
}

const examples = readExamples();
const ofKind = (kind: string) => examples.filter((example) => example.kind === kind);

describe('docs/PROTOCOL.md', () => {
  test('every example is of a kind that is checked here', () => {
    const kinds = new Set(examples.map(({ kind }) => kind.split(' ').slice(0, 2).join(' ')));
    const answers = Object.keys(answerSchemas).map((name) => `json answer ${name}`);
    const known = [
      'json request',
      'json frame',
      'json answer',
      'json list',
      'json whole',
      'json sealed',
      'wire',
      'transfer',
      'datagram',
    ];
    expect([...kinds].filter((kind) => !known.includes(kind))).toEqual([]);
    expect(answers.filter((kind) => ofKind(kind).length === 0)).toEqual([]);
  });

  test.each(ofKind('json request'))('W3 the request in line $at is one', ({ line }) => {
    const value = decode(line);
    expect(parseCommand(value)).toEqual({ ok: true, command: value });
    expect(line.length).toBeLessThanOrEqual(limits.maxLineBytesBeforeSignIn);
  });

  test.each(examples.filter(({ kind }) => kind.startsWith('json answer')))(
    'W3 the answer in line $at is one',
    ({ kind, line }) => expectAnswer(kind.slice('json answer '.length), decode(line)),
  );

  test.each(ofKind('json frame'))('W1 the frame in line $at is one', ({ line }) => {
    const value = decode(line);
    expect(parseServerFrame(value)).toEqual({ ok: true, frame: read(value) });
  });

  test('a list is read as the text says', () => {
    const [[list], [whole]] = [ofKind('json list'), ofKind('json whole')];
    expect(wholeEntries(JSON.parse(list?.line ?? '') as unknown[])).toEqual(
      JSON.parse(whole?.line ?? ''),
    );
  });

  test('W3 in the conversations every answer follows its request', () => {
    const askedByRid = new Map<unknown, string>();
    for (const { line } of ofKind('wire')) {
      const value = decode(line.slice(2));
      if (line.startsWith('> ')) {
        expect(parseCommand(value)).toEqual({ ok: true, command: value });
        askedByRid.set(value['rid'], String(value['type']));
      } else if (value['type'] === 'ok') {
        expectAnswer(askedByRid.get(value['rid']) ?? '', value);
        askedByRid.delete(value['rid']);
      } else expect(parseServerFrame(value)).toEqual({ ok: true, frame: read(value) });
    }
    expect([...askedByRid]).toEqual([]);
  });

  test('W10 the datagrams of the example are made as the text says', () => {
    const fields = new Map(
      ofKind('datagram').map(({ line }) => {
        const [name = '', ...rest] = line.split(' ');
        return [name, rest.join('')];
      }),
    );
    const claim = Buffer.alloc(20);
    claim.write('OdaH', 'ascii');
    claim.writeBigUInt64BE(BigInt(fields.get('session') ?? ''), 4);
    claim.writeBigUInt64BE(BigInt(fields.get('counter') ?? ''), 12);
    const key = Buffer.from(fields.get('key') ?? '', 'base64url');
    for (const direction of ['m', 'r']) {
      const proof = createHmac('sha256', key).update(direction).update(claim).digest();
      const datagram = Buffer.concat([claim, proof.subarray(0, 16)]);
      expect(fields.get(direction)).toBe(datagram.toString('hex'));
    }
  });

  test('every reason for the end of a private chat stands in the table', () => {
    const reasons = readRows('Private chats').map(([reason]) => reason);
    expect(reasons).toEqual([...privateEndReasons]);
  });

  test('every command has a heading, a request and an answer', () => {
    const requested = new Set(ofKind('json request').map(({ line }) => decode(line)['type']));
    const headings = [...document.matchAll(/^### ([a-z-]+)$/gm)].map(([, name]) => name);
    const names = Object.keys(requests);
    expect(headings.filter((name) => names.includes(name ?? ''))).toEqual(names);
    for (const name of names) {
      expect(requested).toContain(name);
      expect(ofKind(`json answer ${name}`)).not.toEqual([]);
    }
  });

  test('every type of frame, and of entry, has an example', () => {
    const frames = ofKind('json frame').map(({ line }) => read(decode(line)));
    const types = [...frameSchemas.keys()];
    expect(new Set(frames.map(({ type }) => type))).toEqual(
      new Set(types.filter((type) => type !== 'ok')),
    );
    const entries = frames.flatMap((frame) => (frame['entries'] ?? []) as Entry[]);
    expect(new Set(entries.map(({ type }) => type))).toEqual(new Set(entrySchemas.keys()));
  });

  test('W3 every code stands in the table, with whether it ends the connection', () => {
    const rows = readRows('Codes').map(([code, ends]) => [code, ends]);
    const known = Object.entries(wireCodes).map(([code, { ends }]) => [code, ends ? 'yes' : 'no']);
    expect(rows).toEqual(known);
  });

  test('every limit stands in the table, with its value', () => {
    const rows = readRows('Limits').map(([name, value]) => [name, value]);
    const known = Object.entries(limits).map(([name, value]) => [name, value.toLocaleString('en')]);
    expect(rows).toEqual(known);
  });

  test('every code that is named is a code', () => {
    const refusals = document.matchAll(/"code":"([^"]*)"/g);
    const named = [...refusals].map(([, code = '']) => code);
    expect(named.filter((code) => !(code in wireCodes))).toEqual([]);
  });
});
