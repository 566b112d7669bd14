import { directConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Membership } from './membership.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';

/**
 * Notes, favourites, whom this person does not want to hear, and lists of people that one writes to singly
 * (R0.8, R0.9).
 */
export function contactRequests(context: AppContext) {
  const { pushes, replica } = context.memberships;
  return ofRooms(context, {
    'contact/change': async (membership, { room, account, ...change }) => {
      const { client, contacts } = membership;
      if (account === client.record.account || !client.members.has(account)) {
        return refused({ code: 'no-such-member' });
      }
      const wasBlocked = contacts.isBlocked(account);
      const note = change.note?.toWellFormed();
      const contact = { room, ...(await contacts.change(account, { ...change, note })) };
      pushes.send('contact/changed', contact);
      if (contact.blocked !== wasBlocked) {
        // What they wrote stops or begins to count as unread.
        for (const id of await client.copy.recounted())
          pushes.conversationChanged({ room, in: id });
      }
      if (contact.blocked) endPrivatesWith(membership, account);
      return done(contact);
    },

    'contact-group/save': async ({ client, contactGroups }, { room, ...draft }) => {
      const members = draft.members.filter((account) => account !== client.record.account);
      const saved = await contactGroups.save({ ...draft, members });
      if (!saved.ok) return saved;
      const view = { room, ...saved.value };
      pushes.send('contact-group/changed', view);
      return done(view);
    },

    'contact-group/remove': async ({ contactGroups }, { room, group }) => {
      const removed = await contactGroups.remove(group);
      if (!removed) return refused({ code: 'no-such-contact-group' });
      pushes.send('contact-group/removed', { room, group });
      return done({ room, ...removed });
    },

    'contact-group/send': async (membership, { room, group, text }) => {
      const { client, contactGroups, groupMessages } = membership;
      const known = contactGroups.get(group);
      if (!known) return refused({ code: 'no-such-contact-group' });
      if (known.members.length === 0) return refused({ code: 'contact-group-empty' });
      const wrong = refuseText(text, client.terms.maxTextCharacters);
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

    'contact-group/messages': async ({ groupMessages }, { room, group }) => {
      const messages = await replica.groupMessages.list(room, group);
      groupMessages.show(messages);
      return done(messages.map((message) => ({ room, ...message })));
    },
  });
}

function endPrivatesWith({ client: { privates } }: Membership, account: AccountId): void {
  const theirs = privates.list().filter(({ partner }) => partner === account);
  for (const { private: id } of theirs) privates.close(id);
}
