import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Membership } from './membership.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** Notes, favourites, and whom this person does not want to hear. */
export function contactRequests(context: AppContext) {
  const { pushes } = context.memberships;
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
  });
}

function endPrivatesWith({ client: { privates } }: Membership, account: AccountId): void {
  const theirs = privates.list().filter(({ partner }) => partner === account);
  for (const { private: id } of theirs) privates.close(id);
}
