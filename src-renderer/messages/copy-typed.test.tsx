import { expect, it, onTestFinished } from 'vitest';
import { render } from '../ui/testing/render.tsx';
import { copiedText } from './copy-typed.ts';
import { MessageText } from './message-text.tsx';
import { useReadText } from './read-text.ts';

function Row({ name, text }: { name: string; text: string }) {
  const read = useReadText(text);
  return (
    <div>
      <b>{name}</b>
      <MessageText read={read} />
    </div>
  );
}

type Place = readonly [node: Node | null | undefined, offset: number];

async function rows(...texts: readonly string[]) {
  const { container, unmount } = await render(
    <div>
      {texts.map((text) => (
        <Row key={text} name="Ali" text={text} />
      ))}
    </div>,
  );
  onTestFinished(unmount);
  const selection = getSelection();
  if (!selection) throw new Error('nothing can be selected');
  const copied = ([from, start]: Place, [to, end]: Place) => {
    if (!from || !to) throw new Error('nothing to select');
    selection.setBaseAndExtent(from, start, to, end);
    return copiedText(selection);
  };
  const find = (selector: string, at = 0) => container.querySelectorAll(selector)[at];
  /** The piece of text that says this. */
  const said = (text: string) => {
    const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      if (walker.currentNode.textContent === text) return walker.currentNode;
    return undefined;
  };
  return { copied, find, said, selection };
}

it('a selection that goes on to where the next message begins has the text and no more', async () => {
  const { copied, find, said } = await rows('**a** plain one', 'two');
  expect(copied([said('a'), 0], [find('b', 1), 0])).toBe('**a** plain one');
});

it('a whole line has what began it: the mark of an item, a leading blank', async () => {
  const { copied, said } = await rows('- a\n- b **c**\n- d', ' blank');
  expect(copied([said('b '), 0], [said('c'), 1])).toBe('- b **c**');
  expect(copied([said('blank'), 0], [said('blank'), 5])).toBe(' blank');
});

it('a part of a line is what is selected, and code within a block is code', async () => {
  const { copied, said } = await rows('see **bold** here', '```\nx = 1\n```');
  expect(copied([said('bold'), 0], [said('bold'), 4])).toBe('bold');
  expect(copied([said('bold'), 0], [said(' here'), 5])).toBe('bold** here');
  expect(copied([said('```\n'), 0], [said('x = 1'), 5])).toBe('x = 1');
});

it('of several messages each text is as it was typed, and what stands between is there', async () => {
  const { copied, find, selection } = await rows('- a\n- b', '```\nc\nd\n```', 'e');
  expect(copied([find('b'), 0], [find('[data-typed]', 2), 1])).toBe(
    'Ali\n- a\n- b\nAli\n```\nc\nd\n```\nAli\ne',
  );
  expect(selection.anchorNode).toBe(find('b'));
});

it('a selection without a message is left to the page', async () => {
  const { copied, find } = await rows('a');
  expect(copied([find('b'), 0], [find('b'), 1])).toBeUndefined();
});
