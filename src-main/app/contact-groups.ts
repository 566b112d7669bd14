import type { ContactGroupView, GroupMessageView } from '../../src-shared/bridge/contact-groups.ts';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import { done, refuse } from './answers.ts';
import type { Answer } from './answers.ts';
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
    'contact-group/save': async ({ room, ...draft }): Promise<Answer<ContactGroupView>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { client, contactGroups } = found.membership;
      const members = draft.members.filter((account) => account !== client.record.account);
      const saved = await contactGroups.save({ ...draft, members });
      if (!saved.ok) return refuse(saved.refusal);
      const view = { room, ...saved.value };
      pushes.send('contact-group/changed', view);
      return done(view);
    },

    'contact-group/remove': async ({ room, group }): Promise<Answer<ContactGroupView>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const removed = await found.membership.contactGroups.remove(group);
      if (!removed) return refuse({ code: 'no-such-contact-group' });
      pushes.send('contact-group/removed', { room, group });
      return done({ room, ...removed });
    },

    'contact-group/send': async ({ room, group, text }): Promise<Answer<GroupMessageView>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { client, contactGroups, groupMessages } = found.membership;
      const known = contactGroups.get(group);
      if (!known) return refuse({ code: 'no-such-contact-group' });
      if (known.members.length === 0) return refuse({ code: 'contact-group-empty' });
      const wrong = refuseText(text, client.maxTextCharacters);
      if (wrong) return refuse(wrong);
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

    'contact-group/messages': async ({ room, group }): Promise<Answer<GroupMessageView[]>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const messages = await replica.groupMessages.list(room, group);
      found.membership.groupMessages.show(messages);
      return done(messages.map((message) => ({ room, ...message })));
    },
  };
}
