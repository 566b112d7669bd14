import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { htmlFormat } from './html-format.ts';
import { jsonFormat } from './json-format.ts';
import { textFormat } from './text-format.ts';
import { localTime } from './transcript.ts';
import type { TranscriptEntry, TranscriptFormat, TranscriptHead } from './transcript.ts';

const at = Date.UTC(2026, 10, 23, 18, 4, 5);

function headOf(name: string): TranscriptHead {
  return {
    exportedAt: at,
    program: 'Oda 0.2.0',
    zone: 'UTC',
    language: 'en',
    rooms: [
      {
        room: 'R'.repeat(16),
        name,
        conversations: [{ id: 'everyone', kind: 'everyone', name, isWhole: true }],
      },
    ],
  };
}

function said(text: string, name = 'Ayşe', more: object = {}): TranscriptEntry {
  const from = { id: 'a'.repeat(10), name };
  return { is: 'message', seq: 7, at, from, text, reactions: [], files: [], ...more };
}

function whole(
  make: (head: TranscriptHead) => TranscriptFormat,
  entries: readonly TranscriptEntry[],
  name = 'Mutfak',
): string {
  const head = headOf(name);
  const format = make(head);
  const pieces = [format.begin()];
  for (const room of head.rooms) {
    pieces.push(format.beginRoom(room));
    for (const conversation of room.conversations) {
      pieces.push(format.beginConversation(conversation));
      pieces.push(...entries.map((entry) => format.entry(entry)), format.endConversation());
    }
    pieces.push(format.endRoom());
  }
  return [...pieces, format.end()].join('');
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title></style></script><svg onload=alert(1)>',
    ']]>-->',
    '&lt;b&gt;',
    'javascript:alert(1)',
    '\u202edrow',
    '\u0000\u001b[31m',
    '\ud800',
  ),
);

/** All that a page is made of: what people wrote is in none of it. */
function shapeOf(page: string): string[] {
  const { document } = new Window({ settings: { disableJavaScriptEvaluation: true } });
  document.write(page);
  return [...document.querySelectorAll('*')].map((element) => {
    const names = [...element.attributes].map((each) => each.name);
    return `${element.tagName} ${names.toSorted().join(' ')}`;
  });
}

test('whatever people write, a page has the same elements and attributes', () => {
  const shape = (text: string) =>
    shapeOf(
      whole(
        htmlFormat,
        [
          said(text, text, {
            reply: { seq: 3, name: text, text },
            forwardedFrom: { id: 'b', name: text },
            pinned: { at, by: text },
            editedAt: at,
            reactions: [{ emoji: text, count: 2, by: [text] }],
            files: [
              { name: text, size: 3, hash: 'x' },
              { name: text, size: 3, hash: 'x', picture: 'data:image/png;base64,AAAA' },
            ],
          }),
          { is: 'event', seq: 8, at, event: 'joined', text },
        ],
        text,
      ),
    );
  const usual = shape('harmless');
  expect(usual.length).toBeGreaterThan(30);
  fc.assert(
    fc.property(hostile, (text) => {
      expect(shape(text)).toEqual(usual);
    }),
    { numRuns: 60 },
  );
});

test('what is read in a page is what was written, but for controls', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const { document } = new Window();
      document.write(whole(htmlFormat, [said(`x${text}x`)]));
      const shown = document.querySelector('p.text')?.textContent;
      expect(shown?.replaceAll(/[\ufffd\r\n]/g, '')).toBe(
        `x${text}x`.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, (one) => (one === '\t' ? one : '')),
      );
    }),
    { numRuns: 60 },
  );
});

test('a page runs its own search and nothing else', () => {
  const page = whole(htmlFormat, [said('hi')]);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  const script = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? '';
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `style-src 'sha256-${hash(style)}'`,
    `script-src 'sha256-${hash(script)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('data are one JSON document, an entry in each line, whatever people write', () => {
  fc.assert(
    fc.property(hostile, hostile, (text, name) => {
      const entries = [said(text, name), said('two', name), said(name, text)];
      const written = whole(jsonFormat, entries, name);
      const read = JSON.parse(written) as {
        format: string;
        version: number;
        rooms: { name: string; conversations: { entries: { text: string }[] }[] }[];
      };
      expect({ format: read.format, version: read.version }).toEqual({
        format: 'oda-export',
        version: 1,
      });
      expect(read.rooms[0]?.name).toBe(name.toWellFormed());
      const texts = read.rooms[0]?.conversations[0]?.entries.map((entry) => entry.text);
      expect(texts).toEqual([text, 'two', name].map((each) => each.toWellFormed()));
      const lines = written.split(/[\n\r\u2028\u2029]/).filter((line) => line.includes('"seq"'));
      expect(lines).toHaveLength(entries.length);
    }),
  );
});

test('in plain text no line of a message looks like the beginning of another', () => {
  const fake = `[${localTime(at)}] Bora`;
  fc.assert(
    fc.property(hostile, fc.constantFrom('\n', '\r', '\u2028', '\u2029', '\r\n'), (text, end) => {
      const written = whole(textFormat, [said(`${text}${end}${fake}`, `${text}${end}${fake}`)]);
      const begun = written.split(/[\n\r\u2028\u2029]/).filter((line) => line.startsWith('['));
      expect(begun).toHaveLength(1);
      expect(written).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
  );
});

test('times say their zone', () => {
  expect(localTime(at)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/);
  const [day = '', time = '', zone = ''] = localTime(at).split(' ');
  expect(Date.parse(`${day}T${time}${zone}`)).toBe(at);
});
