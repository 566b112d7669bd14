import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { Mention } from '../../src-shared/protocol/mentions.ts';
import { ali, self } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { click, render } from '../ui/testing/render.tsx';
import { isEmojiAlone, isLong, MessageText } from './message-text.tsx';
import { useReadText } from './read-text.ts';

function Shown({ text, mentions }: { text: string; mentions?: readonly Mention[] }) {
  return <MessageText read={useReadText(text, mentions)} />;
}

async function shown(text: string) {
  const rendered = await render(<Shown text={text} />);
  onTestFinished(rendered.unmount);
  return rendered;
}

it('a formatted message has the elements of what it says, and all that was typed', async () => {
  const text =
    '**bold** *so* ~~not~~ `x = 1`\n> said\n- one\n1. two\n\nsee www.oda.example.\n 3. **no** <b>';
  const { container } = await shown(text);
  const has = (tag: string) => container.querySelector(tag)?.textContent;
  expect([has('strong'), has('em'), has('s'), has('p code')]).toEqual([
    '**bold**',
    '*so*',
    '~~not~~',
    '`x = 1`',
  ]);
  expect([has('blockquote'), has('li'), has('a')]).toEqual(['> said', '- one', 'www.oda.example']);
  expect(container.querySelector('b')).toBeNull();
  expect(container.textContent).toBe(text);
});

it('a block of code has a button that copies it; the button is no part of what was typed', async () => {
  const { container } = await shown('```\n<script> www.oda.example\n```');
  expect(container.querySelector('pre')?.textContent).toBe('```\n<script> www.oda.example\n```');
  expect(container.querySelector('script, a')).toBeNull();
  const copy = container.querySelector('button[aria-label="Copy code"]');
  expect(copy?.closest('[data-added]')).not.toBeNull();
});

it('a leading blank is there and not seen, and nothing is formatted', async () => {
  const { container } = await shown(' **a** www.oda.example');
  expect(container.querySelector('strong')).toBeNull();
  expect(container.querySelector('[aria-hidden]')?.textContent).toBe(' ');
  expect(container.querySelector('a')?.href).toBe('https://www.oda.example/');
});

it('the host that an address in bold leads to is said', async () => {
  const { container } = await shown('**https://\u0430pple.com**');
  expect(container.querySelector('strong')?.textContent).toContain('leads to xn--pple-43d.com');
});

it('whatever is typed can be copied again', async () => {
  const piece = fc.constantFrom(
    '**',
    '*',
    '_',
    '`',
    '```\n',
    '\n',
    ' ',
    '> ',
    '- ',
    '1. ',
    'a',
    '<i>',
    '&amp;',
    'https://a.example',
    'www.b.example',
    'x@c.example',
    'ı',
    '😀',
  );
  const { container, update } = await shown('');
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 24 }), async (pieces) => {
      const text = pieces.join('');
      await update(<Shown text={text} />);
      for (const added of container.querySelectorAll('[data-added]')) added.textContent = '';
      expect(container.textContent).toBe(text);
      await update(null);
    }),
  );
});

it.each([
  ['🎉', true],
  ['👍🏽 👩‍🚀❤️', true],
  ['🎉🎉🎉🎉🎉🎉', true],
  ['🎉🎉🎉🎉🎉🎉🎉', false],
  ['🎉!', false],
  ['12', false],
  ['', false],
])('%j alone is shown large: %j', (text, isLarge) => expect(isEmojiAlone(text)).toBe(isLarge));

it('who is mentioned is marked, oneself by an element and not by colour alone; what was typed is what is copied', async () => {
  const mentions = [
    { account: ali, name: 'aLi' },
    { account: self, name: 'Ece' },
    { account: 'everyone' as const, name: 'herkes' },
  ];
  const text = 'hi @aLi, **@Ece** `@Ece` @herkes @nobody https://oda.example/@Ece';
  const { container } = await renderInRoom(<Shown text={text} mentions={mentions} />);
  const marks = [...container.querySelectorAll('mark')].map((mark) => shownText(mark));
  expect(marks).toEqual(['@Ece', '@everyone']);
  expect(shownText(container.querySelector('span'))).toBe('@Ali');
  expect(container.querySelector('code mark')).toBeNull();
  for (const added of container.querySelectorAll('[data-added]')) added.remove();
  expect(container.textContent).toBe(text);
});

function shownText(element: Element | null): string | undefined {
  const copy = element?.cloneNode(true) as Element | undefined;
  for (const hidden of copy?.querySelectorAll('[aria-hidden]') ?? []) hidden.remove();
  return copy?.textContent ?? undefined;
}

it('a long message shows its beginning, and all of it on a click; the button is no part of what was typed', async () => {
  const text = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
  expect(['a', text.slice(0, 160), 'x'.repeat(1900)].map(isLong)).toEqual([false, false, false]);
  expect([text, 'x'.repeat(8000)].map(isLong)).toEqual([true, true]);
  const { container } = await shown(text);
  const button = () => container.querySelector('button');
  expect(button()?.textContent).toBe('Show more');
  expect(button()?.getAttribute('aria-expanded')).toBe('false');
  expect(button()?.hasAttribute('data-added')).toBe(true);
  await click(button());
  expect(button()?.textContent).toBe('Show less');
  expect(button()?.getAttribute('aria-expanded')).toBe('true');
});
