import type { ContactGroupView, GroupMessageView } from '../../src-shared/bridge/contact-groups.ts';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { findMembership } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';

type ContactGroupRequests = Pick<
  Handlers,
  'contact-group/save' | 'contact-group/remove' | 'contact-group/send' | 'contact-group/messages'
>;

/** Lists of people that one writes to singly (R0.8, R0.9). */
export function contactGroupRequests(context: AppContext): ContactGroupRequests {
  const { pushes, replica } = context.memberships;
  return {
    'contact-group/save': async ({ room, ...draft }): Promise<Outcome<ContactGroupView>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { client, contactGroups } = found.value;
      const members = draft.members.filter((account) => account !== client.record.account);
      const saved = await contactGroups.save({ ...draft, members });
      if (!saved.ok) return refused(saved.refusal);
      const view = { room, ...saved.value };
      pushes.send('contact-group/changed', view);
      return done(view);
    },

    'contact-group/remove': async ({ room, group }): Promise<Outcome<ContactGroupView>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const removed = await found.value.contactGroups.remove(group);
      if (!removed) return refused({ code: 'no-such-contact-group' });
      pushes.send('contact-group/removed', { room, group });
      return done({ room, ...removed });
    },

    'contact-group/send': async ({ room, group, text }): Promise<Outcome<GroupMessageView>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { client, contactGroups, groupMessages } = found.value;
      const known = contactGroups.get(group);
      if (!known) return refused({ code: 'no-such-contact-group' });
      if (known.members.length === 0) return refused({ code: 'contact-group-empty' });
      const wrong = refuseText(text, client.maxTextCharacters);
      if (wrong) return refused(wrong);
      const { account: own } = client.record;
      const message = await client.outbox.addAll({
        group,
        text,
        to: known.members.map((account) => ({ account, in: directConversation(own, account) })),
      });
      groupMessages.show([message]);
      const view = { room, ...message };
      pushes.send('group-message/changed', view);
      return done(view);
    },

    'contact-group/messages': async ({ room, group }): Promise<Outcome<GroupMessageView[]>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const messages = await replica.groupMessages.list(room, group);
      found.value.groupMessages.show(messages);
      return done(messages.map((message) => ({ room, ...message })));
    },
  };
}
