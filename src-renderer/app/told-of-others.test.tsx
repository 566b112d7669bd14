import { describe, expect, it } from 'vitest';
import type { ContactView } from '../../src-shared/bridge/contacts.ts';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
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
import { button, click } from '../ui/testing/render.tsx';
import { ConversationPane } from './conversation-pane.tsx';

const withAli = directConversation(self, ali);
const kitchenGroup = groupConversation('kitchen000000000');
const contact = (more: Partial<ContactView> = {}): ContactView => ({
  room: roomId,
  account: ali,
  note: '',
  favourite: false,
  blocked: false,
  muted: false,
  ...more,
});

async function shown(
  id: typeof everyone,
  options: NonNullable<Parameters<typeof renderInRoom>[1]> = {},
) {
  const pane = <ConversationPane conversation={id} />;
  const rendered = await renderInRoom(pane, options);
  const { container } = rendered;
  const marks = () =>
    [...container.querySelectorAll('[data-message] [role="img"]')].map((mark) =>
      mark.getAttribute('aria-label'),
    );
  const labels = () =>
    [...container.querySelectorAll('[data-message]')].map((item) =>
      item.getAttribute('aria-label'),
    );
  return { ...rendered, marks, labels, text: () => container.textContent };
}

describe('receipts', () => {
  const own = [1, 2].map((seq) => message(seq, { in: withAli, from: self, at: now }));
  const view = conversation(withAli, { lastSeq: 2, readSeq: 2, deliveredSeq: 1 });

  it('R0.9 one sees which of the own direct messages have arrived, and when more have', async () => {
    const { marks, happen, sample } = await shown(withAli, { entries: own, conversations: [view] });
    expect(marks()).toEqual(['Delivered', 'Sent']);
    await happen(() => sample.bridge.push('conversation/changed', [{ ...view, deliveredSeq: 2 }]));
    expect(marks()).toEqual(['Delivered', 'Delivered']);
  });

  it('R0.9 says it in Turkish, and nothing of what the other one wrote', async () => {
    const entries = [...own, message(3, { in: withAli })];
    const { marks } = await shown(withAli, { entries, conversations: [view], language: 'tr' });
    expect(marks()).toEqual(['Ulaştı', 'Gönderildi']);
  });
});

describe('blocked people', () => {
  const said = [message(1, { text: 'unwanted' }), message(2, { from: veli, text: 'welcome' })];
  const contacts = [contact({ blocked: true })];

  it('R0.8 what they wrote to everyone is a quiet line until one asks for it', async () => {
    const { labels, text, container } = await shown(everyone, { entries: said, contacts });
    expect(text()).toContain('Message of a blocked person');
    expect(text()).not.toContain('unwanted');
    expect(text()).toContain('welcome');
    await click(button(container, 'Show'));
    expect(labels()[0]).toContain('unwanted');
    expect(document.activeElement?.getAttribute('aria-label')).toContain('unwanted');
  });

  it('R0.8 blocking and unblocking count at once, in groups too', async () => {
    const entries = [message(1, { in: kitchenGroup, text: 'unwanted' })];
    const { text, happen, sample } = await shown(kitchenGroup, { entries });
    expect(text()).toContain('unwanted');
    await happen(() => sample.bridge.push('contact/changed', contact({ blocked: true })));
    expect(text()).not.toContain('unwanted');
    await happen(() => sample.bridge.push('contact/changed', contact()));
    expect(text()).toContain('unwanted');
  });

  it('what was said with them alone stays readable', async () => {
    const entries = [message(1, { in: withAli, text: 'from before' })];
    const { text } = await shown(withAli, { entries, contacts });
    expect(text()).toContain('from before');
  });
});

describe('a log that keeps what is said', () => {
  const words = 'The host keeps what is said here in a log.';

  it('R1.9 R3.10 every member sees it as long as it is on, and nothing takes it away', async () => {
    const { text, happen, sample, container } = await shown(everyone, {
      room: roomView({ logsTexts: true }),
    });
    expect(text()).toContain(words);
    const line = [...container.querySelectorAll('p')].find((p) => p.textContent === words);
    expect(line?.parentElement?.querySelector('button')).toBeNull();
    await happen(() => sample.bridge.push('room/changed', roomView({ logsTexts: false })));
    expect(text()).not.toContain(words);
  });

  it('R1.9 where nothing is kept, in direct conversations, nothing is said of it', async () => {
    const { text } = await shown(withAli, { room: roomView({ logsTexts: true }) });
    expect(text()).not.toContain(words);
  });
});

describe('guests', () => {
  const guests = [member(self, 'Ece'), member(ali, 'Ali', { guest: true })];

  it('R4.4 who has no account is marked so at every message, for readers and listeners', async () => {
    const entries = [message(1, { at: now }), message(2, { from: self, at: now })];
    const { labels, container } = await shown(everyone, { entries, members: guests });
    expect(labels()[0]).toMatch(/^Ali \(without account\), /);
    const rows = [...container.querySelectorAll('[data-message]')];
    expect(rows[0]?.textContent).toContain('Aliwithout account');
    expect(rows[1]?.textContent).not.toContain('without account');
  });

  it('R4.4 and above the conversation with them', async () => {
    const { container } = await shown(withAli, { members: guests });
    expect(container.querySelector('header')?.textContent).toContain('Online · without account');
  });
});
