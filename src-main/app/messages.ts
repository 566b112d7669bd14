import { everyone, directPartner } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { RoomClient } from '../client/room-client.ts';
import { done, refuse } from './answers.ts';
import { findMembership } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';

type MessageRequests = Pick<
  Handlers,
  'message/send' | 'message/retry' | 'message/delete' | 'conversation/mark-read' | 'draft/save'
>;

/** Writing, and what belongs to a conversation on this computer alone. */
export function messageRequests(context: AppContext): MessageRequests {
  return {
    'message/send': async ({ room, in: id, text }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { client } = found.membership;
      if (!mayWrite(client, id)) return refuse({ code: 'no-such-conversation' });
      // Half a character cannot be sent.
      const whole = text.toWellFormed();
      if (whole.trim() === '') return refuse({ code: 'text-empty' });
      const limit = client.maxTextCharacters;
      if (whole.length > limit && [...whole].length > limit) {
        return refuse({ code: 'text-too-long', limit });
      }
      return done({ cid: await client.outbox.add(id, whole) });
    },

    'message/retry': async ({ room, cid }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const isRetried = await found.membership.client.outbox.retry(cid);
      return isRetried ? done(null) : refuse({ code: 'no-such-message' });
    },

    'message/delete': async ({ room, cid }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const isDeleted = await found.membership.client.outbox.remove(cid);
      return isDeleted ? done(null) : refuse({ code: 'no-such-message' });
    },

    'conversation/mark-read': async ({ room, in: id, seq }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      await found.membership.client.markRead(id, seq);
      return done(null);
    },

    'draft/save': async ({ room, in: id, text }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { client } = found.membership;
      if (!mayWrite(client, id)) return refuse({ code: 'no-such-conversation' });
      await client.saveDraft(id, text.toWellFormed());
      return done(null);
    },
  };
}

function mayWrite({ record, members }: RoomClient, id: ConversationId): boolean {
  if (id === everyone) return true;
  const partner = directPartner(id, record.account);
  return partner !== undefined && members.has(partner);
}
