import { act } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import { usualRoomSettings } from '../../src-shared/protocol/room-settings.ts';
import {
  ali,
  message,
  now,
  outboxItem,
  roomId,
  roomView,
  self,
  veli,
} from '../bridge/testing/sample-room.ts';
import { button, click, press, type } from '../ui/testing/render.tsx';
import { shown } from './testing/show-conversation.tsx';

describe('doing something to a message', () => {
  const own = message(2, { from: self, text: 'mine', at: now });
  const thumb = '\u{1f44d}';
  const areaOf = (container: HTMLElement) => {
    const found = container.querySelector('textarea');
    if (!found) throw new Error('There is no field');
    return found;
  };
  const keyOn = async (item: HTMLElement | undefined, key: string) => {
    if (!item) throw new Error('There is no such message');
    await act(async () => item.focus());
    await press(item, key);
  };

  it('R answers it, the composer says so, and what is sent names it', async () => {
    const page = await shown({ entries: [message(1, { at: now })] });
    await keyOn(page.items()[0], 'r');
    expect(page.container.textContent).toContain('In reply to Ali');
    await type(areaOf(page.container), 'yes');
    await press(areaOf(page.container), 'Enter');
    expect(page.sample.bridge.asked('message/send')).toMatchObject([{ text: 'yes', reply: 1 }]);
    expect(page.container.textContent).not.toContain('In reply to Ali');
  });

  it('↑ in an empty field changes the last of one’s own; Esc leaves it and the draft as they were', async () => {
    const page = await shown({ entries: [own, message(3, { at: now })] });
    const area = () => areaOf(page.container);
    await press(area(), 'ArrowUp');
    expect(area().value).toBe('mine');
    await type(area(), 'mine, changed');
    await press(area(), 'Escape');
    expect(area().value).toBe('');
    expect(page.sample.bridge.asked('message/change')).toEqual([]);
    await type(area(), 'a draft');
    await keyOn(page.items()[0], 'e');
    expect(area().value).toBe('mine');
    await type(area(), 'mine too');
    await press(area(), 'Enter');
    expect(page.sample.bridge.asked('message/change')).toMatchObject([
      { change: { type: 'edit-message', target: 2, text: 'mine too' } },
    ]);
    expect(area().value).toBe('a draft');
  });

  const field = (page: { container: HTMLElement }) => areaOf(page.container);
  const outbox = (page: Awaited<ReturnType<typeof shown>>, items: OutboxItem[]) =>
    page.happen(() =>
      page.sample.bridge.push('outbox/changed', { room: roomId, in: everyone, items }),
    );

  it('↑ begins with the words that are shown, and passes what is being deleted', async () => {
    const said = { type: 'edit-message', target: 2, text: 'mine, changed' } as const;
    const page = await shown({ entries: [own], outbox: [outboxItem('edit', { said })] });
    await press(field(page), 'ArrowUp');
    expect(field(page).value).toBe('mine, changed');
    await press(field(page), 'Escape');
    const gone = { type: 'delete-message', target: 2 } as const;
    await outbox(page, [outboxItem('gone', { said: gone })]);
    await press(field(page), 'ArrowUp');
    expect(field(page).value).toBe('');
  });

  it('↑ changes a message that waits, and it says that when it goes out', async () => {
    const on = outboxItem('newer', { said: { type: 'send-message', text: 'newer' } });
    const page = await shown({ entries: [own], outbox: [on] });
    await press(field(page), 'ArrowUp');
    expect(field(page).value).toBe('newer');
    await type(field(page), 'newer still');
    await press(field(page), 'Enter');
    expect(page.sample.bridge.asked('message/rewrite')).toEqual([
      { room: roomId, cid: on.cid, text: 'newer still' },
    ]);
    expect(page.sample.bridge.asked('message/change')).toEqual([]);
    expect(field(page).value).toBe('');
  });

  it('↑ right after Enter changes what was just said, whatever has become of it meanwhile', async () => {
    const page = await shown({ entries: [own] });
    const taken = Promise.withResolvers<void>();
    const item = outboxItem('new', { said: { type: 'send-message', text: 'new' } });
    page.sample.bridge.answer({
      'message/send': async () => {
        await taken.promise;
        return done({ cid: item.cid });
      },
      'message/rewrite': () => ({ ok: false, refusal: { code: 'message-under-way' } }),
    });
    await type(field(page), 'new');
    await press(field(page), 'Enter');
    await press(field(page), 'ArrowUp');
    expect(field(page).value).toBe('new');
    await type(field(page), 'new, changed');
    await press(field(page), 'Enter');
    await page.happen(() => taken.resolve());
    await outbox(page, [item]);
    expect(page.container.textContent).toContain('Changed as soon as it has arrived');
    const { cid } = item;
    await page.happen(() =>
      page.sample.append([message(3, { from: self, cid, text: 'new', at: now })]),
    );
    await outbox(page, []);
    expect(page.sample.bridge.asked('message/change')).toMatchObject([
      { change: { type: 'edit-message', target: 3, text: 'new, changed' } },
    ]);
    expect(field(page).value).toBe('');
  });

  it('a message that waits is deleted by its menu or its key, after a question', async () => {
    const on = outboxItem('newer');
    const page = await shown({ outbox: [on] });
    await keyOn(page.items()[0], 'Delete');
    const dialog = document.querySelector('[role="dialog"]') as HTMLElement;
    expect(dialog.textContent).toContain('nobody will get it');
    await click(button(dialog, 'Delete'));
    expect(page.sample.bridge.asked('message/delete')).toEqual([{ room: roomId, cid: on.cid }]);
    await keyOn(page.items()[0], 'e');
    expect(field(page).value).toBe('on its way');
  });

  it('what was typed of a change stands in the field if its message is deleted meanwhile', async () => {
    const page = await shown({ entries: [own] });
    await type(field(page), 'a draft');
    await keyOn(page.items()[0], 'e');
    await type(field(page), 'mine, and a long story');
    await page.happen(() =>
      page.sample.bridge.push('message/changed', {
        room: roomId,
        in: everyone,
        messages: [
          { message: { ...own, text: '' }, marks: { seq: 2, deleted: { by: ali, at: now } } },
        ],
      }),
    );
    expect(field(page).value).toBe('mine, and a long story\na draft');
    expect(page.container.textContent).not.toContain('Changing a message');
    expect(page.container.textContent).toContain('What you wrote stands here as a new one.');
  });

  it('the words of a change that was refused stand beside what it says, to be copied', async () => {
    const said = { type: 'edit-message', target: 2, text: 'mine, changed' } as const;
    const failed = (code: 'message-gone' | 'too-many-changes') =>
      outboxItem('edit', { said, state: { is: 'failed', refusal: { code } } });
    const page = await shown({ entries: [own], outbox: [failed('too-many-changes')] });
    const told = () => page.items()[0]?.querySelector('[role="alert"]') as HTMLElement;
    const buttons = () => [...told().querySelectorAll('button')].map((one) => one.textContent);
    expect(told().textContent).toContain('Not changed');
    expect(told().textContent).toContain('You wrote: mine, changed');
    expect(buttons()).toEqual(['Retry', 'Copy text', 'Delete']);
    const marks = { seq: 2, deleted: { by: ali, at: now } };
    const messages = [{ message: { ...own, text: '' }, marks }];
    await page.happen(() =>
      page.sample.bridge.push('message/changed', { room: roomId, in: everyone, messages }),
    );
    await outbox(page, [failed('message-gone')]);
    expect(page.items()[0]?.textContent).toContain('Ali deleted a message of Ece');
    expect(told().textContent).toContain('mine, changed');
    expect(buttons()).toEqual(['Copy text', 'Delete']);
  });

  it('another message is not changed before what was changed of the first is left', async () => {
    const page = await shown({ entries: [own, message(3, { from: self, text: 'more', at: now })] });
    const dialog = () => document.querySelector('[role="dialog"]') as HTMLElement;
    await keyOn(page.items()[0], 'e');
    await type(field(page), 'mine, changed');
    await keyOn(page.items()[1], 'e');
    expect(dialog().textContent).toContain('Leave what you have changed?');
    await click(button(dialog(), 'Cancel'));
    expect(field(page).value).toBe('mine, changed');
    await keyOn(page.items()[1], 'e');
    await click(button(dialog(), 'Discard changes'));
    expect(field(page).value).toBe('more');
    await keyOn(page.items()[0], 'e');
    expect(field(page).value).toBe('mine');
  });

  it('the answer that was begun goes on after a message was changed meanwhile', async () => {
    const page = await shown({ entries: [message(1, { at: now }), own] });
    await keyOn(page.items()[0], 'r');
    await type(field(page), 'yes');
    await keyOn(page.items()[1], 'e');
    await press(field(page), 'Escape');
    expect(field(page).value).toBe('yes');
    expect(page.container.textContent).toContain('In reply to Ali');
  });

  it('what comes to lie below a pointer that rests shows no tools until the pointer moves', async () => {
    const page = await shown({ entries: [message(1, { at: now })] });
    const row = page.items()[0] as HTMLElement;
    const tools = () => row.querySelector('[aria-haspopup="menu"]');
    const point = (event: string) =>
      act(async () => row.dispatchEvent(new PointerEvent(event, { bubbles: true })));
    await point('pointerover');
    expect(tools()).toBeNull();
    await point('pointermove');
    expect(tools()).not.toBeNull();
    await point('pointerout');
    expect(tools()).toBeNull();
  });

  it('a change of the time alone that came too late is told, and there is nothing to retry', async () => {
    const said = { type: 'edit-message', target: 2, text: 'mine' } as const;
    const refusal = { code: 'later-kept-time' } as const;
    const late = outboxItem('late', { said, state: { is: 'failed', refusal } });
    const page = await shown({ entries: [own], outbox: [late] });
    const told = page.container.querySelector('[role="alert"]') as HTMLElement;
    expect(told.textContent).toContain('It was sent at the time that it had before');
    expect(told.textContent).not.toContain('Not sent');
    expect(told.querySelectorAll('button')).toHaveLength(1);
    await click(button(told, 'OK'));
    expect(page.sample.bridge.asked('message/delete')).toEqual([{ room: roomId, cid: late.cid }]);
  });

  it('Delete asks first, and only where one may', async () => {
    const page = await shown({ entries: [message(1, { at: now }), own] });
    await keyOn(page.items()[0], 'Delete');
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    await keyOn(page.items()[1], 'Delete');
    const dialog = document.querySelector('[role="dialog"]') as HTMLElement;
    expect(dialog.textContent).toContain('Delete this message?');
    await click(button(dialog, 'Delete'));
    expect(page.sample.bridge.asked('message/change')).toMatchObject([
      { change: { type: 'delete-message', target: 2 } },
    ]);
  });

  it('lists who reacted with what, and shows the card of one of them', async () => {
    const page = await shown({ entries: [message(1, { at: now })] });
    const reactions = [
      { emoji: thumb, count: 2, isOwn: true, by: [ali, self] },
      { emoji: '🎉', count: 1, isOwn: false, by: [veli] },
    ];
    await page.happen(() =>
      page.sample.bridge.push('message/changed', {
        room: roomId,
        in: everyone,
        messages: [{ message: message(1, { at: now }), marks: { seq: 1, reactions } }],
      }),
    );
    await keyOn(page.items()[0], 'ContextMenu');
    const item = [...document.querySelectorAll('[role="menuitem"]')].find(
      ({ textContent }) => textContent === 'Who reacted',
    );
    await click(item);
    const people = [...document.querySelectorAll('[role="dialog"] li')];
    expect(people.map((one) => one.querySelector('bdi')?.textContent)).toEqual([
      'Ali',
      'Ece',
      'Veli',
    ]);
    await click(people[2]?.querySelector('button'));
    expect(page.frame.getState()).toMatchObject({ pane: 'person', person: veli });
  });

  it('shows who reacted, and a click puts one’s own there or takes it back', async () => {
    const page = await shown({ entries: [message(1, { at: now })] });
    const reaction = { emoji: thumb, count: 1, isOwn: false, by: [veli] };
    const changed = (reactions: (typeof reaction)[]) =>
      page.sample.bridge.push('message/changed', {
        room: roomId,
        in: everyone,
        messages: [{ message: message(1, { at: now }), marks: { seq: 1, reactions } }],
      });
    await page.happen(() => changed([reaction]));
    const chip = () => page.container.querySelector<HTMLElement>('[data-within]');
    expect(chip()?.getAttribute('aria-label')).toBe(`${thumb} 1: Veli`);
    await click(chip());
    await page.happen(() => changed([{ ...reaction, count: 2, isOwn: true, by: [veli, self] }]));
    expect(chip()?.getAttribute('aria-pressed')).toBe('true');
    await keyOn(page.items()[0], 'ArrowRight');
    expect(document.activeElement).toBe(chip());
    await click(chip());
    expect(page.sample.bridge.asked('message/change').map(({ change }) => change)).toMatchObject([
      { type: 'add-reaction', emoji: thumb },
      { type: 'remove-reaction', emoji: thumb },
    ]);
  });

  it('P pins it; the newest of what is pinned stands above, all of it behind a button', async () => {
    const page = await shown({
      entries: [message(1, { at: now, text: 'the door is 5678' }), own],
    });
    const bar = () => page.container.querySelector<HTMLElement>('[role="region"]');
    const pinned = { message: message(1, { text: 'the door is 5678' }), marks: { seq: 1 } };
    const mark = { pinned: { by: veli, at: now } };
    expect(bar()).toBeNull();
    await keyOn(page.items()[0], 'p');
    const push = (marks: object) => {
      const messages = [{ ...pinned, marks: { seq: 1, ...marks } }];
      page.sample.bridge.push('message/changed', { room: roomId, in: everyone, messages });
    };
    page.sample.pinned = [pinned];
    await page.happen(() => push(mark));
    expect(bar()?.textContent).toContain('Alithe door is 56781 pinned');
    expect(page.labels()[0]).toContain('the door is 5678 (pinned)');
    await click(button(bar() as HTMLElement, '1 pinned'));
    const dialog = document.querySelector('[role="dialog"]') as HTMLElement;
    await click(button(dialog, 'Take down'));
    page.sample.pinned = [];
    await page.happen(() => push({}));
    expect(bar()).toBeNull();
    expect(dialog.textContent).toContain('Nothing is pinned here now.');
    expect(page.sample.bridge.asked('message/change').map(({ change }) => change)).toEqual([
      { type: 'pin-message', target: 1 },
      { type: 'unpin-message', target: 1 },
    ]);
  });

  it('S puts it aside, and once more takes it out', async () => {
    const page = await shown({ entries: [message(1, { at: now })] });
    await keyOn(page.items()[0], 's');
    page.sample.saved = [message(1)];
    await page.happen(() => page.sample.bridge.push('saved/changed', { room: roomId }));
    expect(page.items()[0]?.querySelector('[aria-label="saved"]')).not.toBeNull();
    await keyOn(page.items()[0], 's');
    const place = { room: roomId, in: everyone, seq: 1 };
    expect(page.sample.bridge.asked('saved/change')).toEqual([
      { ...place, isSaved: true },
      { ...place, isSaved: false },
    ]);
  });

  it('F forwards it to those that are chosen; one that came so says whose words it is', async () => {
    const page = await shown({ entries: [message(1, { at: now, forwarded: veli })] });
    expect(page.items()[0]?.textContent).toContain('Forwarded from Veli');
    await keyOn(page.items()[0], 'f');
    const dialog = document.querySelector('[role="dialog"]') as HTMLElement;
    const boxes = [...dialog.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
    expect(dialog.textContent).toContain('Choose where it goes.');
    for (const box of boxes.slice(0, 2)) await click(box);
    await click(button(dialog, 'Forward'));
    expect(page.sample.bridge.asked('message/forward')).toMatchObject([
      { in: everyone, seq: 1, to: [everyone, directConversation(self, ali)] },
    ]);
  });

  it('one that was imported is not offered to be forwarded, and shows the reactions that it had there', async () => {
    const imported = {
      source: 'slack' as const,
      author: 'deniz',
      reactions: [
        { emoji: '🎉', count: 3 },
        { emoji: '🎉', count: 1 },
      ],
    };
    const page = await shown({ entries: [{ ...message(1, { at: now }), imported }] });
    const [row] = page.items();
    const there = row?.querySelector('[aria-label="Reactions it was imported with"]');
    expect(there?.textContent).toBe('🎉4');
    expect(there?.querySelector('button')).toBeNull();
    await keyOn(row, 'f');
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    await keyOn(row, 'ContextMenu');
    const offered = [...document.querySelectorAll('[role="menuitem"]')].map(
      ({ textContent }) => textContent,
    );
    expect(offered).toContain('Reply');
    expect(offered).not.toContain('Forward…');
  });

  it('L copies a link to it, which opens here where somebody writes it', async () => {
    const link = `oda://message/${roomId}/everyone/1`;
    const page = await shown({
      entries: [message(1, { at: now }), message(2, { text: `see ${link}` })],
    });
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await keyOn(page.items()[0], 'l');
    expect(copied).toHaveBeenCalledWith(link);
    const anchor = page.items()[1]?.querySelector('a');
    expect(anchor?.textContent).toBe(link);
    window.location.hash = '';
    await click(anchor ?? page.container);
    expect(window.location.hash).toBe(`#/room/${roomId}/everyone?at=1`);
  });

  it('U marks as unread from it on, and nothing that is seen reads it again', async () => {
    const page = await shown({ entries: [message(1, { at: now }), message(2, { at: now })] });
    await keyOn(page.items()[1], 'u');
    await page.pass(1000);
    const asked = page.sample.bridge.asked('conversation/mark-unread');
    expect(asked).toEqual([{ room: roomId, in: everyone, seq: 2 }]);
    expect(page.container.textContent).toContain('New messages');
    const reads = page.sample.bridge.asked('conversation/mark-read').length;
    await page.happen(() => page.sample.append([message(3, { at: now })]));
    await page.pass(1000);
    expect(page.sample.bridge.asked('conversation/mark-read')).toHaveLength(reads);
    expect(page.stores.room.getState().conversations.get(everyone)?.unread).toBeGreaterThan(0);
  });

  it('+ opens the emoji with the first one chosen, so that Enter takes it', async () => {
    const page = await shown({ entries: [message(1, { at: now })] });
    await keyOn(page.items()[0], '+');
    await page.happen(() => undefined);
    const first = document.querySelector('[role="menuitemcheckbox"]');
    await vi.waitFor(() => expect(document.activeElement).toBe(first), 30_000);
  });

  it('another emoji is chosen among all there are', async () => {
    const page = await shown({ entries: [message(1, { at: now })] });
    await keyOn(page.items()[0], '+');
    await page.happen(() => undefined);
    const items = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')];
    await click(items.find((item) => item.textContent === 'Another emoji…') ?? page.container);
    const dialog = document.querySelector('[role="dialog"]') as HTMLElement;
    await vi.waitFor(
      () => expect(dialog.querySelector('[role="gridcell"]')).not.toBeNull(),
      30_000,
    );
    const [first] = dialog.querySelectorAll<HTMLElement>('[role="gridcell"]');
    await click(first ?? dialog);
    expect(page.sample.bridge.asked('message/change')).toMatchObject([
      { change: { type: 'add-reaction', target: 1, emoji: first?.textContent } },
    ]);
  });

  it('what is too old to be changed offers no change of it', async () => {
    const settings = { ...usualRoomSettings, editSeconds: 60 };
    const page = await shown({
      entries: [message(1, { from: self, at: now - 90_000 }), message(2, { from: self, at: now })],
      room: roomView({ settings }),
    });
    const area = () => areaOf(page.container);
    await keyOn(page.items()[0], 'e');
    expect(area().value).toBe('');
    await keyOn(page.items()[1], 'e');
    expect(area().value).toBe('message 2');
  });

  it('where pinning is for moderators, members are not offered it', async () => {
    const settings = { ...usualRoomSettings, forbidden: ['pins' as const] };
    const page = await shown({
      entries: [message(1, { at: now })],
      room: roomView({ settings }),
    });
    await keyOn(page.items()[0], 'p');
    expect(page.sample.bridge.asked('message/change')).toEqual([]);
  });

  it('a mark stays where something was deleted, and the others are not drawn again', async () => {
    const page = await shown({ entries: [message(1, { at: now }), own] });
    const [first] = page.items();
    await page.happen(() =>
      page.sample.bridge.push('message/changed', {
        room: roomId,
        in: everyone,
        messages: [
          { message: { ...own, text: '' }, marks: { seq: 2, deleted: { by: ali, at: now } } },
        ],
      }),
    );
    expect(page.items()[1]?.textContent).toContain('Ali deleted a message of Ece');
    expect(page.labels()[1]).toBe('Ece, 2:05 PM: A message was deleted');
    expect(page.items()[0]).toBe(first);
  });
});
