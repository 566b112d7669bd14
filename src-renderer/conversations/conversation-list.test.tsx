import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import {
  ali,
  conversation,
  member,
  message,
  now,
  roomId,
  roomView,
  self,
  veli,
} from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, press, type } from '../ui/testing/render.tsx';
import { contactGroup, group, mutfak } from '../people/testing/sample-people.ts';
import { ConversationList } from './conversation-list.tsx';

const withAli = directConversation(self, ali);
const withVeli = directConversation(self, veli);

async function shown(options: Parameters<typeof renderInRoom>[1] = {}) {
  const rendered = await renderInRoom(<ConversationList shown={everyone} />, options);
  const entries = () => [...rendered.container.querySelectorAll<HTMLElement>('[data-entry]')];
  const texts = () => entries().map((entry) => entry.textContent);
  return { ...rendered, entries, texts };
}

const talk = [
  message(1, { text: 'good morning', at: now - 1000 }),
  message(1, { in: withAli, from: ali, text: 'an older one', at: now - 9000 }),
  message(1, { in: withVeli, from: self, text: 'a newer one', at: now - 5000 }),
];

describe('conversation list', () => {
  it('R0.4 shows everyone first, then direct conversations by the last activity', async () => {
    const { texts } = await shown({ entries: talk });
    expect(texts()[0]).toContain('Everyone');
    expect(texts()[0]).toContain('Ali: good morning');
    expect(texts()[1]).toContain('Veli');
    expect(texts()[1]).toContain('You: a newer one');
    expect(texts()[2]).toContain('Ali');
  });

  it('names and texts that are markup are shown as they are', async () => {
    const markup = '<img src=x onerror=alert(1)>';
    const { container, texts } = await shown({
      groups: [group({ name: markup })],
      members: [member(self, 'Ece'), member(ali, '<script>alert(1)</script>')],
      entries: [message(1, { in: withAli, from: ali, text: markup })],
    });
    expect(texts().join(' ').split(markup)).toHaveLength(3);
    expect(texts().join(' ')).toContain('<script>alert(1)</script>');
    expect(container.querySelectorAll('img, script')).toHaveLength(0);
  });

  it('an Enter or Escape that is for letters that are being composed goes nowhere and empties nothing', async () => {
    const { container, went } = await shown({ entries: talk });
    const filter = container.querySelector('input') as HTMLInputElement;
    await type(filter, 'a');
    await press(filter, 'Enter', { isComposing: true });
    await press(filter, 'Escape', { isComposing: true });
    expect([filter.value, went()]).toEqual(['a', undefined]);
    await press(filter, 'Enter');
    expect(went()).toBeDefined();
  });

  it('counts the unread in figures and in words', async () => {
    const { happen, sample, entries } = await shown({ entries: talk });
    await happen(() => sample.append([message(2, { in: withAli, text: 'are you there?' })]));
    expect(entries()[1]?.textContent).toContain('are you there?');
    expect(entries()[1]?.textContent).toContain('1 unread message');
  });

  it('counts what mentions this person apart from the rest, by a sign and in words', async () => {
    const view = conversation(everyone, { lastSeq: 5, unread: 4, mentions: 1 });
    const { entries } = await shown({ conversations: [view] });
    const text = entries()[0]?.textContent;
    expect(text).toContain('@11 message that mentions you');
    expect(text).toContain('33 unread messages');
  });

  it('says which conversation is muted, and until when, and counts there in a paler way', async () => {
    const quiet = (until?: number) => ({ level: 'all' as const, muted: { until } });
    const { entries } = await shown({
      conversations: [
        conversation(everyone, {
          lastSeq: 5,
          unread: 4,
          mentions: 1,
          attention: quiet(now + 60_000),
        }),
        conversation(withAli, { lastSeq: 5, unread: 4, attention: quiet() }),
        conversation(withVeli, {
          lastSeq: 5,
          unread: 4,
          mentions: 1,
          attention: { level: 'nothing' },
        }),
      ],
    });
    const signs = entries().map((entry) =>
      entry.querySelector('svg[role="img"]')?.getAttribute('aria-label'),
    );
    expect(signs).toEqual(['Muted until 2:06 PM', 'Muted', 'You are told of nothing here']);
    const pale = entries().map((entry) =>
      [...entry.querySelectorAll('[class*="badge"]')].map((one) => one.className.includes('quiet')),
    );
    expect(pale).toEqual([[false, true], [true], [true, true]]);
    const bold = entries().map((entry) => entry.className.includes('unread'));
    expect(bold).toEqual([true, false, false]);
  });

  it('is muted by its menu for an hour, and unmuted there', async () => {
    const { entries, sample, happen } = await shown();
    const menuItem = async (entry: HTMLElement | undefined, name: string) => {
      const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
      await happen(() => entry?.dispatchEvent(event));
      const find = (words: string) =>
        [...document.querySelectorAll('[role^="menuitem"]')].find(
          (item) => item.textContent === words,
        );
      await click(find('Notifications'));
      return find(name);
    };
    await click(await menuItem(entries()[0], 'Mute for 1 hour'));
    expect(sample.bridge.asked('conversation/set-attention').at(-1)).toEqual({
      room: roomId,
      in: everyone,
      muted: { until: now + 3_600_000 },
    });
    await happen(() =>
      sample.bridge.push('conversation/changed', [
        conversation(everyone, { attention: { level: 'all', muted: {} } }),
      ]),
    );
    await click(await menuItem(entries()[0], 'Unmute'));
    expect(sample.bridge.asked('conversation/set-attention').at(-1)).toMatchObject({ muted: null });
    await click(await menuItem(entries()[0], 'Mentions only'));
    expect(sample.bridge.asked('conversation/set-attention').at(-1)).toMatchObject({
      level: 'mentions',
    });
  });

  it('marks a draft where the conversation is not the shown one', async () => {
    const draft = conversation(withAli, { draft: 'half a thought' });
    const { texts } = await shown({ conversations: [draft] });
    expect(texts()[1]).toContain('Draft: half a thought');
  });

  it('says who is online, and offers people one has not written with', async () => {
    const { texts, went, entries } = await shown({
      members: [
        member(self, 'Ece'),
        member(ali, 'Ali'),
        member(veli, 'Veli', { presence: 'offline' }),
      ],
    });
    expect(texts()).toHaveLength(4);
    expect(texts()[1]).toContain('Ali');
    expect(texts()[1]).toContain('online');
    expect(texts()[2]).toBe('Offline 1');
    expect(texts()[3]).toContain('Veli');
    await click(entries()[1]);
    expect(went()).toBe(withAli);
  });

  it('many who are offline are folded, the one who was here last first, and a guest is not offered', async () => {
    const offline = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        member(`offline00${at}` as typeof ali, `Person ${at}`, {
          presence: 'offline',
          lastSeenAt: now - 60_000 * (count - at),
        }),
      );
    const guest = member(veli, 'nc', { presence: 'offline', guest: true });
    const { texts, entries, went } = await shown({
      members: [member(self, 'Ece'), ...offline(6), guest],
    });
    expect(texts()).toHaveLength(2);
    expect(texts()[1]).toBe('Offline 6');
    expect(entries()[1]?.getAttribute('aria-expanded')).toBe('false');
    await click(entries()[1]);
    expect(texts()).toHaveLength(8);
    expect(texts()[2]).toContain('Person 5');
    expect(texts()[2]).toContain('last seen');
    await click(entries()[2]);
    expect(went()).toBe(directConversation(self, 'offline005' as typeof ali));
  });

  it('shows what somebody says of oneself as long as that lasts', async () => {
    const status = { emoji: '📚', text: 'in class', until: now + 60_000 };
    const { texts, happen, clock } = await shown({
      members: [member(self, 'Ece'), member(ali, 'Ali', { status })],
    });
    expect(texts()[1]).toContain('in class, until');
    await happen(() => clock.advance(60_000));
    expect(texts()[1]).not.toContain('in class');
  });

  it('R3.7 finds people by a part of the name, online or not', async () => {
    const { container, texts } = await shown({
      members: [
        member(self, 'Ece'),
        member(ali, 'Ali'),
        member(veli, 'Ayşe Işık', { presence: 'offline' }),
      ],
    });
    await type(container.querySelector('input'), 'ISIK');
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toContain('Ayşe Işık');
    await type(container.querySelector('input'), 'nobody');
    expect(container.textContent).toContain('Nobody of that name');
  });

  it('R1.2 says that nobody else is here and how to change that', async () => {
    const { container } = await shown({ members: [member(self, 'Ece')], room: roomView() });
    expect(container.textContent).toContain('No one else is here yet');
    expect(container.textContent).toContain('Copy the address');
  });

  it('goes from entry to entry by the arrow keys', async () => {
    const { entries } = await shown({ entries: talk });
    entries()[0]?.focus();
    await press(entries()[0] as HTMLElement, 'ArrowDown');
    expect(document.activeElement).toBe(entries()[1]);
    await press(entries()[1] as HTMLElement, 'End');
    expect(document.activeElement).toBe(entries().at(-1));
  });

  it('lists a group conversation by its name, with who wrote in it', async () => {
    const { texts, entries, went } = await shown({
      groups: [group()],
      entries: [...talk, message(3, { in: mutfak, text: 'çay hazır', at: now })],
    });
    expect(texts()[1]).toContain('Mutfak');
    expect(texts()[1]).toContain('Ali: çay hazır');
    expect(texts()[1]).not.toContain('offline');
    await click(entries()[1]);
    expect(went()).toBe(mutfak);
  });

  it('lists a group before anything was said in it, the newest of all, and finds it by name', async () => {
    const { container, texts } = await shown({ groups: [group()], entries: talk });
    expect(texts()[1]).toContain('Mutfak');
    await type(container.querySelector('input'), 'MUTF');
    expect(texts()).toHaveLength(1);
  });

  it('the way to leave a group stands in its menu, and not for who has left', async () => {
    const leave = async (standing: 'member' | 'left') => {
      const { entries, happen, texts } = await shown({
        groups: [group({ standing })],
        entries: [message(1, { in: mutfak })],
      });
      const entry = entries()[texts().findIndex((text) => text.includes('Mutfak'))];
      const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
      await happen(() => entry?.dispatchEvent(event));
      const items = [...document.querySelectorAll('[role="menuitem"]')];
      return items.map((item) => item.textContent).includes('Leave the group…');
    };
    expect(await leave('left')).toBe(false);
    expect(await leave('member')).toBe(true);
  });

  it('R0.8 lists contact groups, finds them by name, and begins new ones', async () => {
    const { container, texts, happen, stores } = await shown({
      contactGroups: [contactGroup()],
      entries: talk,
    });
    expect(texts()).toContain('Aile2 people');
    await type(container.querySelector('input'), 'aile');
    expect(texts()).toEqual(['Aile2 people']);
    expect(container.textContent).not.toContain('Nobody of that name');
    await click(button(container, 'New group'));
    await happen(() => button(document, 'New contact group…').click());
    expect(stores.dialogs.getState().open.at(-1)).toMatchObject({
      is: 'new-contact-group',
      members: [],
    });
  });

  it('marks a conversation read and opens it in a window from its menu', async () => {
    const unread = conversation(withAli, { lastSeq: 4, unread: 2, lastMessage: message(4) });
    const { happen, sample, entries } = await shown({ conversations: [unread] });
    const openMenu = () =>
      happen(() => {
        entries()[1]?.dispatchEvent(
          new MouseEvent('contextmenu', { bubbles: true, cancelable: true }),
        );
      });
    const choose = async (name: string) => {
      const items = [...document.querySelectorAll('[role="menuitem"]')];
      await click(items.find((item) => item.textContent === name));
    };
    await openMenu();
    await choose('Mark as read');
    expect(sample.bridge.asked('conversation/mark-read')).toEqual([
      { room: roomId, in: withAli, seq: 4 },
    ]);
    await openMenu();
    const open = vi.spyOn(window, 'open').mockReturnValue(window);
    onTestFinished(() => open.mockRestore());
    await choose('Open in new window');
    expect(open.mock.lastCall?.[0]).toBe(`#/window/${roomId}/${withAli}`);
  });
});
