import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { withNames } from './messages.ts';
import { isBusy } from './private-rules.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';
import { viewPrivate } from './room-view.ts';

/** Private chats (R3.3 to R3.5): between two, in memory only. */
export function privateRequests(context: AppContext) {
  /** The person has as many private chats as they want at once. */
  function refuseOneMore(partner: AccountId): Refusal | undefined {
    const { memberships, settings } = context;
    const { privateChats: limit } = settings.current;
    const isOneTooMany = isBusy(memberships.privates(), partner, limit);
    return isOneTooMany ? { code: 'too-many-privates', limit } : undefined;
  }

  return ofRooms(context, {
    'private/ask': async (membership, { account }) => {
      const tooMany = refuseOneMore(account);
      if (tooMany) return refused(tooMany);
      const asked = await membership.client.privates.ask(account);
      return asked.ok ? done(viewPrivate(membership, asked.value)) : asked;
    },

    'private/answer': async ({ client: { privates } }, { private: id, accept }) => {
      const asked = privates.list().find((one) => one.private === id);
      if (!asked) return refused({ code: 'no-such-private' });
      const tooMany = accept ? refuseOneMore(asked.partner) : undefined;
      return tooMany ? refused(tooMany) : privates.answer(id, accept);
    },

    'private/send': async ({ client }, asked) => {
      const { private: id, text, files } = withNames(asked);
      const { maxTextCharacters, facts } = client.terms;
      const wrong = refuseText(text, maxTextCharacters);
      if (wrong) return refused(wrong);
      const { fileBytes } = facts.files;
      const isTooLarge = files?.some(({ size }) => size > fileBytes) === true;
      if (isTooLarge) return refused({ code: 'file-too-large', limit: fileBytes });
      return client.privates.send(id, text, files);
    },

    'private/mark-read': async ({ client }, { private: id }) => {
      const isMarked = client.privates.markRead(id);
      return isMarked ? done(null) : refused({ code: 'no-such-private' });
    },

    'private/compared': async ({ client }, { private: id }) => {
      const isMarked = client.privates.markCompared(id);
      return isMarked ? done(null) : refused({ code: 'no-such-private' });
    },

    'private/close': async ({ client }, { private: id }) => {
      const isClosed = client.privates.close(id);
      return isClosed ? done(null) : refused({ code: 'no-such-private' });
    },
  });
}
