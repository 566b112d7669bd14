import type { PrivateView } from '../../src-shared/member/private-chat.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { isBusy } from './private-rules.ts';
import { findMembership } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';
import { viewPrivate } from './room-view.ts';

type PrivateRequests = Pick<
  Handlers,
  'private/ask' | 'private/answer' | 'private/send' | 'private/mark-read' | 'private/close'
>;

/** Private chats (R3.3 to R3.5): between two, in memory only. */
export function privateRequests(context: AppContext): PrivateRequests {
  /** The person has as many private chats as they want at once. */
  function refuseOneMore(partner: AccountId): Refusal | undefined {
    const { memberships, settings } = context;
    const { privateChats: limit } = settings.current;
    const isOneTooMany = isBusy(memberships.privates(), partner, limit);
    return isOneTooMany ? { code: 'too-many-privates', limit } : undefined;
  }

  return {
    'private/ask': async ({ room, account }): Promise<Outcome<PrivateView>> => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { client } = found.value;
      const tooMany = refuseOneMore(account);
      if (tooMany) return refused(tooMany);
      const asked = await client.privates.ask(account);
      return asked.ok ? done(viewPrivate(client, asked.value)) : refused(asked.refusal);
    },

    'private/answer': async ({ room, private: id, accept }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { privates } = found.value.client;
      const asked = privates.list().find((one) => one.private === id);
      if (!asked) return refused({ code: 'no-such-private' });
      const tooMany = accept ? refuseOneMore(asked.partner) : undefined;
      if (tooMany) return refused(tooMany);
      const answered = await privates.answer(id, accept);
      return answered.ok ? done(null) : refused(answered.refusal);
    },

    'private/send': async ({ room, private: id, text }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const { client } = found.value;
      const wrong = refuseText(text, client.maxTextCharacters);
      if (wrong) return refused(wrong);
      const sent = client.privates.send(id, text);
      return sent.ok ? done(null) : refused(sent.refusal);
    },

    'private/mark-read': async ({ room, private: id }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const isMarked = found.value.client.privates.markRead(id);
      return isMarked ? done(null) : refused({ code: 'no-such-private' });
    },

    'private/close': async ({ room, private: id }) => {
      const found = findMembership(context, room);
      if (!found.ok) return found;
      const isClosed = found.value.client.privates.close(id);
      return isClosed ? done(null) : refused({ code: 'no-such-private' });
    },
  };
}
