import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { formatInline } from './format-inline.ts';
import { formatText, maxEffort, plainLine } from './format-text.ts';
import { typedText, type Part } from './parts.ts';

/** As in `<strong>a</strong>`, without what is hidden. */
function drawn(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if (!('parts' in part)) return part.is === 'hidden' ? '' : part.text;
      return `<${part.is}>${drawn(part.parts)}</>`;
    })
    .join('');
}

const inline = (text: string) => formatInline(text, [], { left: 1000 });

/** Of a text that is one paragraph, what stands in it. */
function draw(text: string): string {
  const parts = formatText(text);
  const [only, other] = parts;
  return drawn(!other && only?.is === 'paragraph' ? only.parts : parts);
}

describe('a line', () => {
  it.each([
    ['**bold** and *italic* or _so_', '<strong>bold</> and <emphasis>italic</> or <emphasis>so</>'],
    ['***both***', '<emphasis><strong>both</></>'],
    ['*a **b***', '<emphasis>a <strong>b</></>'],
    ['a*b**c*d', 'a<emphasis>b**c</>d'],
    ['~~struck~~ but ~not~ this', '<strike>struck</> but ~not~ this'],
    ['say `a*b*` now', 'say <code>a*b*</> now'],
    ['`` ` ``', '<code>`</>'],
    ['*not closed, snake_case_name, 2 * 3 * 4', '*not closed, snake_case_name, 2 * 3 * 4'],
    ['<b>no</b> &amp; \\*a\\*', '<b>no</b> &amp; \\<emphasis>a\\</>'],
    ['**çok güzel**, değil mi?', '<strong>çok güzel</>, değil mi?'],
    ['# no heading', '# no heading'],
    ['[no](link) ![no](picture)', '[no](link) ![no](picture)'],
  ])('%s', (text, expected) => expect(draw(text)).toBe(expected));

  it('a mark goes over a line end and not over an empty line', () => {
    expect(draw('*a\nb*')).toBe('<emphasis>a\nb</>');
    expect(draw('*a\n\nb*')).toBe('*a\n\nb*');
  });

  it('an address is not cut by a mark', () => {
    const text = 'https://a.example/*b* *c*';
    expect(drawn(formatText(text, [{ start: 0, end: 21 }]))).toBe(
      '<paragraph>https://a.example/*b* <emphasis>c</></>',
    );
  });

  it('a leading blank shows all as it was typed, without the blank; an indented text keeps its blanks', () => {
    expect(draw(' **a** > b')).toBe('**a** > b');
    expect(draw('  **a**')).toBe('  **a**');
    expect(draw('\n**a**')).toBe('\n**a**');
  });
});

describe('blocks', () => {
  it.each([
    ['> a\n> b\nc', '<quote><paragraph>a\nb</></><paragraph>c</>'],
    ['> a\n>\n> > b', '<quote><paragraph>a</><quote><paragraph>b</></></>'],
    ['a\n\n> b\n\n\nc', '<paragraph>a</><quote><paragraph>b</></><paragraph>c</>'],
    ['- a\n- **b**', '<list><item><paragraph>a</></><item><paragraph><strong>b</></></></>'],
    [
      '* a\n  - b\n  c',
      '<list><item><paragraph>a</><list><item><paragraph>b</></></><paragraph>c</></></>',
    ],
    ['1. a\n2) b', '<list><item>1. <paragraph>a</></><item>2) <paragraph>b</></></>'],
    ['3. kattayım', '3. kattayım'],
    ['-5 degrees, +1', '-5 degrees, +1'],
    ['a\n```js\nx = *1*\n\n```\nb', '<paragraph>a</><code-block>x = *1*\n</><paragraph>b</>'],
    ['~~~\n```\n~~~', '<code-block>```</>'],
    ['```\n```', '<code-block></>'],
    ['```\nnever closed *a*', '```\nnever closed <emphasis>a</>'],
    ['> ```\n> a\n>  b\n> ```', '<quote><code-block>a\n b</></>'],
    ['> *a\n> b*', '<quote><paragraph><emphasis>a\nb</></></>'],
  ])('%j', (text, expected) => expect(draw(text)).toBe(expected));

  it('code is copied without what quotes it', () => {
    const [quote] = formatText('> ```\n> a\n>  b\n> ```');
    const block = quote && 'parts' in quote ? quote.parts[0] : undefined;
    expect(block).toMatchObject({ is: 'code-block', code: 'a\n b' });
  });

  it('deeper than four is as it was typed', () => {
    expect(draw('> > > > > a')).toContain('<paragraph>> a</>');
    expect(draw('- - - - - a')).toContain('<paragraph>- a</>');
  });
});

const pieces = fc.constantFrom(
  '*',
  '**',
  '_',
  '~~',
  '`',
  '``',
  '```',
  '~~~',
  '\n',
  '\n\n',
  ' ',
  '  ',
  '    ',
  '\t',
  '> ',
  '>',
  '- ',
  '1. ',
  '2) ',
  '+ ',
  'a',
  'word',
  'ğ',
  '😀',
  '.',
  '!',
  '\r',
  '\u00a0',
);
const texts = fc.array(pieces, { maxLength: 60 }).map((some) => some.join(''));
const kinds = [
  'text',
  'hidden',
  'strong',
  'emphasis',
  'strike',
  'code',
  'paragraph',
  'quote',
  'list',
  'item',
  'code-block',
];

function allParts(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => [part, ...('parts' in part ? allParts(part.parts) : [])]);
}

describe('any text', () => {
  it('comes out as it went in, of the known kinds, and never of too many parts', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const parts = formatText(text);
        expect(typedText(parts)).toBe(text);
        for (const { is } of allParts(parts)) expect(kinds).toContain(is);
      }),
      { numRuns: 2000 },
    );
  });

  it('with links that stand anywhere in it too', () => {
    const some = fc.tuple(texts, fc.array(fc.nat(200), { maxLength: 8 }));
    fc.assert(
      fc.property(some, ([text, places]) => {
        const ends = [...new Set(places)].sort((one, other) => one - other);
        const links = ends.flatMap((start, at) => {
          const end = ends[at + 1];
          const isLink = at % 2 === 0 && end !== undefined && !/\s/.test(text.slice(start, end));
          return isLink && end <= text.length ? [{ start, end }] : [];
        });
        expect(typedText(formatText(text, links))).toBe(text);
      }),
    );
  });

  it.each(['*a* ', '- a\n', '> a\n', '`a`', '~~a~~ ', '***', '> - > - '])(
    '8,000 characters of %j are few parts and not deep',
    (piece) => {
      const text = piece.repeat(8000 / piece.length);
      const parts = formatText(text);
      expect(typedText(parts)).toBe(text);
      expect(allParts(parts).length).toBeLessThanOrEqual(4 * maxEffort);
    },
  );

  it('marks within marks lie at most so deep', () => {
    const deep = inline(`${'*a '.repeat(20)}${' b*'.repeat(20)}`);
    expect(drawn(deep)).toContain('<emphasis>a <emphasis>a ');
    expect(drawn(deep).match(/<emphasis>/g)).toHaveLength(6);
  });
});

const off = {
  disable: {
    null: [
      'htmlFlow',
      'htmlText',
      'headingAtx',
      'setextUnderline',
      'thematicBreak',
      'definition',
      'labelStartImage',
      'labelStartLink',
      'labelEnd',
      'codeIndented',
      'characterEscape',
      'characterReference',
      'autolink',
      'hardBreakTrailing',
      'hardBreakEscape',
    ],
  },
};
type Root = ReturnType<typeof fromMarkdown>;
type Nodes = Root | Root['children'][number];

function drawnByOther(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'inlineCode') return `<code>${node.value}</>`;
  const inner = 'children' in node ? node.children.map(drawnByOther).join('') : '';
  if (node.type === 'root' || node.type === 'paragraph') return inner;
  return `<${node.type}>${inner}</>`;
}

describe('emphasis and code', () => {
  it('are what CommonMark finds', () => {
    // Of rows that are used in part the other one remembers what is left of them, CommonMark how long they were.
    const line = fc.tuple(fc.constantFrom('*', '**'), fc.constantFrom('_', '__')).chain((marks) => {
      const signs = fc.constantFrom(...marks, '`', '``', ' ', 'a', 'b', '.', '"', 'ç', '€', '😀');
      const others = marks.map((mark) => `${mark}${mark.charAt(0)}`);
      return fc
        .array(signs, { maxLength: 24 })
        .map((some) => `x${some.join('')}x`)
        .filter((text) => !others.some((other) => text.includes(other)));
    });
    fc.assert(
      fc.property(line, (text) => {
        expect(drawn(inline(text))).toBe(drawnByOther(fromMarkdown(text, { extensions: [off] })));
      }),
      { numRuns: 3000 },
    );
  });
});

it('a line without marks, for lists and notices', () => {
  expect(plainLine('**a** `b`\n> c\n> - d\n\n```\ne\n```', 100)).toBe('a b c d e');
  expect(plainLine(' **a**', 100)).toBe('**a**');
  expect(plainLine(`*${'a'.repeat(50)}*`, 20)).toBe('a'.repeat(20));
});
