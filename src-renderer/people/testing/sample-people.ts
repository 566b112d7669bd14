import type {
  ContactGroupView,
  GroupMessageView,
  ContactView,
} from '../../../src-shared/bridge/contacts.ts';
import type { GroupView } from '../../../src-shared/bridge/groups.ts';
import { groupConversation, type AccountId, type Cid } from '../../../src-shared/protocol/ids.ts';
import { ali, now, roomId, self, veli, type SampleRoom } from '../../bridge/testing/sample-room.ts';

export const family = 'family0000000000';
export const mutfak = groupConversation('mutfak0000000000');

export function contact(account: AccountId, more: Partial<ContactView> = {}): ContactView {
  const kept = { note: '', favourite: false, blocked: false, muted: false };
  return { room: roomId, account, ...kept, ...more };
}

export function contactGroup(more: Partial<ContactGroupView> = {}): ContactGroupView {
  return { room: roomId, group: family, name: 'Aile', members: [ali, veli], ...more };
}

export function group(more: Partial<GroupView> = {}): GroupView {
  const known = { name: 'Mutfak', owner: self, members: [self, ali], firstSeq: 1 };
  return { room: roomId, in: mutfak, ...known, standing: 'member', ...more };
}

export function groupMessage(
  number: number,
  states: Partial<Record<string, GroupMessageView['copies'][number]['state']>> = {},
): GroupMessageView {
  const copies = [ali, veli].map((account) => ({
    account,
    cid: `copy-${number}-${account}` as Cid,
    state: states[account] ?? ('sent' as const),
  }));
  return { room: roomId, group: family, number, text: `to each ${number}`, at: now, copies };
}

/** Lets the bridge of a sample room answer about contacts and contact groups like the real one, pushes included. */
export function answerAboutPeople(sample: SampleRoom, given: ContactGroupView[] = []): void {
  const { bridge } = sample;
  const groups = new Map(given.map((view) => [view.group, view]));
  const contacts = new Map<AccountId, ContactView>();
  bridge.answer({
    'contact/change': ({ room: _, account, ...change }) => {
      const id = account as AccountId;
      const known = Object.entries(change).filter(([, value]) => value !== undefined);
      const value = { ...(contacts.get(id) ?? contact(id)), ...Object.fromEntries(known) };
      contacts.set(id, value);
      bridge.push('contact/changed', value);
      return { ok: true, value };
    },
    'contact-group/save': ({ group: id = 'made000000000000', name, members }) => {
      const value = contactGroup({ group: id, name, members: members as AccountId[] });
      groups.set(id, value);
      bridge.push('contact-group/changed', value);
      return { ok: true, value };
    },
    'contact-group/remove': ({ group: id }) => {
      const value = groups.get(id);
      if (!value) return { ok: false, refusal: { code: 'no-such-contact-group' } };
      groups.delete(id);
      bridge.push('contact-group/removed', { room: roomId, group: id });
      return { ok: true, value };
    },
  });
}
