import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ConnectionState } from '../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import {
  ali,
  conversation,
  joined,
  left,
  member,
  message,
  now,
  outboxItem,
  pageOf,
  roomId,
  roomView,
  self,
  veli,
} from '../bridge/testing/sample-room.ts';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { group, mutfak } from '../people/testing/sample-people.ts';
import { shown } from './testing/show-conversation.tsx';

const minute = 60_000;
const withAli = directConversation(self, ali);

describe('conversation pane', () => {
  it('R1.4 shows a message with its writer and its time, and a new one at once', async () => {
    const { happen, labels, sample } = await shown({ entries: [message(1, { at: now })] });
    expect(labels()).toEqual(['Ali, 2:05 PM: message 1']);
    await happen(() => sample.append([message(2, { from: veli, at: now, text: 'hello' })]));
    expect(labels()[1]).toBe('Veli, 2:05 PM: hello');
  });

  it('R0.4 R0.7 shows all that was said with one person, both ways, oldest first', async () => {
    const entries = [
      message(1, { in: withAli, from: self, text: 'merhaba', at: now }),
      message(2, { in: withAli, from: ali, text: 'selam', at: now }),
      message(9, { text: 'to everyone' }),
    ];
    const { container, labels } = await shown({ entries, conversation: withAli });
    expect(labels()).toEqual(['Ece, 2:05 PM: merhaba', 'Ali, 2:05 PM: selam']);
    expect(container.querySelector('h1')?.textContent).toBe('Ali');
    expect(container.textContent).toContain('Online');
  });

  it('R0.3 R0.10 R1.5 says who came and who went, and when, in one line', async () => {
    const entries: Entry[] = [
      ...['Can', 'Ayşe', 'Gül', 'Efe', 'Nil'].map((name, i) =>
        joined(i + 1, [`acc000000${i}` as typeof ali, name], now),
      ),
      left(6, ali, { at: now + minute }),
      left(7, veli, { at: now + 2 * minute, reason: 'lost' }),
    ];
    const { container, log } = await shown({ entries });
    expect(log().textContent).toContain(
      'Can, Ayşe, and 3 more joined · Ali left · Veli lost the connection',
    );
    expect(log().textContent).toContain('2:05 PM – 2:07 PM');
    await click(button(container, 'Show each'));
    expect(log().textContent).toContain('Ali left2:06:00 PM');
  });

  it('shows a group with its name, how many are in it, and what happened to it', async () => {
    const added = (seq: number, account: typeof ali): Entry => ({
      type: 'added',
      in: mutfak,
      seq,
      id: seq,
      at: now,
      by: self,
      account,
    });
    const { container, log } = await shown({
      conversation: mutfak,
      groups: [group()],
      entries: [added(1, self), added(2, ali), message(3, { in: mutfak, text: 'çay' })],
    });
    expect(container.querySelector('h1')?.textContent).toBe('Mutfak');
    expect(container.querySelector('header')?.textContent).toContain('2 members');
    expect(log().getAttribute('aria-label')).toBe('Messages with Mutfak');
    expect(log().textContent).toContain('Ece made the group with Ali');
    expect(log().textContent).toContain('to the members of this group');
    expect(container.querySelector('textarea')?.placeholder).toBe('Write to Mutfak');
  });

  it('a group that was left can be read, and a sentence stands in place of the composer', async () => {
    const { container, labels, happen, sample } = await shown({
      conversation: mutfak,
      groups: [group()],
      entries: [message(1, { in: mutfak, at: now })],
    });
    expect(container.querySelector('textarea')).not.toBeNull();
    await happen(() => sample.bridge.push('group/changed', [group({ standing: 'left' })]));
    expect(container.querySelector('textarea')).toBeNull();
    expect(container.textContent).toContain('You are not in this group any more. What was said');
    expect(labels()).toEqual(['Ali, 2:05 PM: message 1']);
  });

  it('R2.2 greets by name where nothing was said yet', async () => {
    const { log } = await shown();
    expect(log().textContent).toContain('Welcome to Kitchen table');
    expect(log().textContent).toContain('Hello Ece!');
  });

  it('R1.2 R0.5 says how many are online, or that nobody else is here', async () => {
    const { app, container, happen, sample } = await shown({ members: [member(self, 'Ece')] });
    expect(container.querySelector('header')?.textContent).toContain('Nobody else is here');
    await happen(() =>
      sample.bridge.push('member/changed', { room: roomId, members: [member(ali, 'Ali')] }),
    );
    // In the list beside it stands how many they are.
    expect(container.querySelector('header')?.textContent).toBe('EveryoneKitchen table');
    await happen(() => app.show({ to: 'window', room: roomId, in: everyone }));
    expect(container.querySelector('header')?.textContent).toContain('2 online');
  });

  it('a sign in the header says who can read this, and opens all of the label', async () => {
    const { container } = await shown();
    const sign = container.querySelector('header button[aria-label^="Privacy"]');
    expect(sign?.getAttribute('aria-label')).toContain('whoever knows the address can join');
    await click(sign ?? container);
    const label = document.querySelector('[role="dialog"]');
    expect(label?.textContent).toContain('it is not encrypted there');
  });

  it('shows what others wrote as text, with links that open outside', async () => {
    const text = '<img src=x onerror=alert(1)> https://oda.example/x javascript:alert(1)';
    const { items } = await shown({ entries: [message(1, { text })] });
    expect(items()[0]?.querySelector('img')).toBeNull();
    expect(items()[0]?.textContent).toContain('<img src=x onerror=alert(1)>');
    const links = [...(items()[0]?.querySelectorAll('a') ?? [])];
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://oda.example/x']);
    expect(links[0]?.getAttribute('rel')).toBe('noopener noreferrer');
    expect(links[0]?.getAttribute('target')).toBe('_blank');
  });

  it('shows a message as sending and then as sent, in the same place', async () => {
    const { happen, items, sample } = await shown({ entries: [message(1)] });
    const item = outboxItem('mine');
    await happen(() =>
      sample.bridge.push('outbox/changed', { room: roomId, in: everyone, items: [item] }),
    );
    const waiting = items().at(-1);
    expect(waiting?.querySelector('[aria-label="Sending"]')).not.toBeNull();
    await happen(() => {
      sample.append([message(2, { from: self, cid: item.cid, text: 'on its way' })]);
      sample.bridge.push('outbox/changed', { room: roomId, in: everyone, items: [] });
    });
    expect(items()).toHaveLength(2);
    expect(items().at(-1)?.querySelector('[aria-label="Sent"]')).not.toBeNull();
  });

  it('the menu of one on its way opens at once, and has all items when it has arrived', async () => {
    const item = outboxItem('mine');
    const { happen, items, sample } = await shown({ outbox: [item] });
    const names = () =>
      [...document.querySelectorAll('[role="menuitem"]')].map(({ textContent }) => textContent);
    await happen(() => {
      items()[0]?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
    });
    expect(names()).toEqual(['Edit', 'Copy text', 'Delete…']);
    const menu = document.querySelector('[role="menu"]');
    await happen(() => {
      sample.append([message(1, { from: self, cid: item.cid, text: 'on its way' })]);
      sample.bridge.push('outbox/changed', { room: roomId, in: everyone, items: [] });
    });
    expect(names()).toContain('Copy link');
    expect(document.querySelector('[role="menu"]')).toBe(menu);
  });

  it('a message gets its time from the room, and none before that could change', async () => {
    const item = outboxItem('mine', { createdAt: now - 30 * minute });
    const { happen, items, labels, sample } = await shown({ outbox: [item] });
    expect(items()[0]?.querySelector('time')).toBeNull();
    expect(labels()).toEqual(['Ece, Sending: on its way']);
    await happen(() => {
      sample.append([message(1, { from: self, cid: item.cid, text: 'on its way', at: now })]);
      sample.bridge.push('outbox/changed', { room: roomId, in: everyone, items: [] });
    });
    expect(labels()).toEqual(['Ece, 2:05 PM: on its way']);
  });

  it('what arrives where one reads is never counted as unread first', async () => {
    const { happen, app, sample, stores } = await shown({ entries: [message(1)] });
    const unread = () => [
      stores.room.getState().conversations.get(everyone)?.unread,
      app.getState().rooms.get(roomId)?.asked,
    ];
    const arrive = (seq: number) =>
      happen(() => {
        sample.append([message(seq)]);
        sample.bridge.push('room/changed', roomView({ asked: 1 }));
      });
    await happen(() => sample.bridge.push('room/changed', roomView()));
    await arrive(2);
    expect(sample.bridge.asked('conversation/mark-read')).toEqual([]);
    expect(unread()).toEqual([0, 0]);
    const hasFocus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    onTestFinished(() => hasFocus.mockRestore());
    await happen(() => window.dispatchEvent(new Event('blur')));
    expect(unread()).toEqual([1, 1]);
    await arrive(3);
    expect(unread()).toEqual([2, 1]);
  });

  it('a failed message stays with the reason, and can be sent again or deleted', async () => {
    const refusal: Refusal = { code: 'too-fast', retryAfterMs: 4000 };
    const failed = outboxItem('failed', { state: { is: 'failed', refusal } });
    const { container, items, sample } = await shown({ outbox: [failed] });
    expect(items()[0]?.textContent).toContain('Not sent. You are sending faster');
    await click(button(container, 'Retry'));
    await click(button(container, 'Delete'));
    expect(sample.bridge.asked('message/retry')).toEqual([{ room: roomId, cid: failed.cid }]);
    expect(sample.bridge.asked('message/delete')).toEqual([{ room: roomId, cid: failed.cid }]);
  });

  it('draws the unread line and offers the way up to it', async () => {
    const entries = Array.from({ length: 5 }, (_, i) => message(i + 1));
    const unread = conversation(everyone, { lastSeq: 5, readSeq: 3, unread: 2 });
    const { log, container } = await shown({ entries, conversations: [unread] });
    expect(log().textContent).toMatch(/message 3.*New messages.*message 4/);
    expect(container.textContent).toContain('2 unread messages above');
  });

  it('goes to a message that the search asked for, and marks it for a moment', async () => {
    const entries = Array.from({ length: 450 }, (_, i) => message(i + 1));
    const { happen, items, pass, stores } = await shown({ entries });
    const found = () => items().find((item) => item.textContent.endsWith('message 120'));
    expect(found()).toBeUndefined();
    await happen(() => stores.jump.jump(everyone, 120));
    const marked = found()?.className;
    expect(marked).toContain('marked');
    await pass(5000);
    expect(found()?.className).not.toContain('marked');
    expect(stores.jump.getState().to).toBeUndefined();
  });

  it('Ctrl+F begins the search in this conversation', async () => {
    const { container, frame, stores } = await shown({ conversation: withAli });
    await click(button(container, 'Search in this conversation'));
    expect(frame.getState().pane).toBe('search');
    expect(stores.search.getState().filters.in).toBe(withAli);
  });

  it('goes from message to message by the arrow keys', async () => {
    const { items, log } = await shown({ entries: [message(1), message(2), message(3)] });
    log().focus();
    await press(log(), 'ArrowUp');
    const first = document.activeElement;
    expect(items()).toContain(first);
    await press(first as HTMLElement, 'ArrowUp');
    expect(items()).toContain(document.activeElement);
    expect(document.activeElement).not.toBe(first);
  });

  it('shows who wrote a message by its name, its picture, or Enter on it', async () => {
    const { frame, items, log, happen } = await shown({ entries: [message(1), message(2)] });
    const ways = [
      () => click(button(log(), 'Ali')),
      () => click(log().querySelector('button[aria-hidden="true"]')),
      () => press(items()[1] ?? log(), 'Enter'),
    ];
    for (const way of ways) {
      await way();
      expect(frame.getState()).toMatchObject({ pane: 'person', person: ali });
      await happen(() => frame.setState({ pane: undefined, person: undefined }));
    }
    // Tab passes the messages as one.
    for (const own of log().querySelectorAll('button')) expect(own.tabIndex).toBe(-1);
  });

  it('says when trying again or deleting was refused', async () => {
    const outbox = [outboxItem('c1', { state: { is: 'failed', refusal: { code: 'too-fast' } } })];
    const { container, sample, frame, happen } = await shown({ outbox });
    const no = () => ({ ok: false, refusal: { code: 'data-full' } }) as const;
    sample.bridge.answer({ 'message/retry': no, 'message/delete': no });
    for (const name of ['Retry', 'Delete']) {
      await happen(() => button(container, name).click());
      expect(frame.getState().notices).toMatchObject([
        { params: { refusal: { code: 'data-full' } } },
      ]);
      await happen(() => frame.setState({ notices: [] }));
    }
  });

  it('copies the text of the message one stands on', async () => {
    const { items } = await shown({ entries: [message(1, { text: 'take this along' })] });
    await press(items()[0] as HTMLElement, 'c', { ctrlKey: true });
    expect(await navigator.clipboard.readText()).toBe('take this along');
  });

  it('says that the messages could not be loaded, and tries again', async () => {
    const { container, happen, sample, items } = await shown({ entries: [message(1)] });
    sample.bridge.answer({
      'timeline/page': () => ({ ok: false, refusal: { code: 'data-corrupt' } }),
    });
    await happen(() =>
      sample.bridge.push('room/resynced', { room: roomId, cause: { code: 'cursor-ahead' } }),
    );
    expect(container.textContent).toContain('Could not be loaded');
    sample.bridge.answer({
      'timeline/page': () => done(pageOf([message(1)])),
    });
    await click(button(container, 'Try again'));
    await happen(() => undefined);
    expect(items()).toHaveLength(1);
  });
});

describe('connection line', () => {
  const inState = (connection: ConnectionState, more: Parameters<typeof roomView>[0] = {}) =>
    shown({ room: roomView({ connection, ...more }) });

  it('R1.8 says since when one is offline and when the next try is, and tries now', async () => {
    const { container, pass, sample } = await inState({
      is: 'waiting',
      since: now - 5 * minute,
      nextTryAt: now + 8000,
      cause: { code: 'connection-lost' },
    });
    expect(container.textContent).toContain('Offline since 2:00 PM. Next try in 8 seconds.');
    await pass(3000);
    expect(container.textContent).toContain('Next try in 5 seconds.');
    await click(button(container, 'Try now'));
    expect(sample.bridge.asked('room/retry')).toEqual([{ room: roomId }]);
  });

  it('one can write while offline', async () => {
    const { container, happen, sample } = await inState({ is: 'closed' });
    await type(container.querySelector('textarea'), 'for later');
    await press(container.querySelector('textarea') as HTMLElement, 'Enter');
    await happen(() => undefined);
    expect(sample.bridge.asked('message/send')).toHaveLength(1);
  });

  it('says nothing of a connection that is made at once', async () => {
    const { container, pass } = await inState({ is: 'connecting' });
    expect(container.querySelector('[role="status"]')?.textContent).toBe('');
    await pass(1000);
    expect(container.querySelector('[role="status"]')?.textContent).toBe('Connecting…');
  });

  it('R3.1 asks for the password again where it was wrong', async () => {
    const { container, happen, sample } = await inState({
      is: 'closed',
      cause: { code: 'wrong-password' },
    });
    expect(container.textContent).toContain('That is not the password');
    await type(field(container, 'Password'), 'correct horse');
    await happen(() => {
      const form = container.querySelector('form');
      form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    });
    expect(button(container, 'Sign in').getAttribute('type')).toBe('submit');
    expect(sample.bridge.asked('room/sign-in')[0]).toEqual({
      room: roomId,
      password: 'correct horse',
    });
  });

  it('offers another port where the port is in use, and opens a closed room again', async () => {
    const { container, sample } = await inState(
      { is: 'closed', cause: { code: 'port-in-use', subject: '12345' } },
      { hosted: true },
    );
    await click(button(container, 'Use port 12346 instead'));
    expect(sample.bridge.asked('host/change-port')).toEqual([{ room: roomId, port: 12346 }]);
    await click(button(container, 'Open again'));
    expect(sample.bridge.asked('room/open')).toHaveLength(2);
  });

  it('W9 tells that the room was fetched again until one has seen it', async () => {
    const { container, happen, sample } = await shown();
    await happen(() =>
      sample.bridge.push('room/resynced', { room: roomId, cause: { code: 'cursor-ahead' } }),
    );
    expect(container.textContent).toContain('The room was fetched again');
    await click(button(container, 'OK'));
    expect(container.textContent).not.toContain('The room was fetched again');
  });
});
