import { quoteOf } from '../../src-shared/member/quote.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { mostSavedMessages } from '../client/replica/saved.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** What this person puts aside to find again. */
export function savedRequests(context: AppContext) {
  const { pushes, replica } = context.memberships;
  return ofRooms(context, {
    'saved/list': async ({ client }) => {
      const messages = await replica.saved.list(client.record.room);
      return done(messages.map((message) => ({ ...message, text: quoteOf(message).text })));
    },

    'saved/change': async ({ client }, { in: id, seq, isSaved }) => {
      const { room } = client.record;
      const outcome = isSaved
        ? await replica.saved.save(room, id, seq)
        : await replica.saved.remove(room, id, seq);
      if (outcome === 'no-message') return refused({ code: 'no-such-message' });
      if (outcome === 'too-many')
        return refused({ code: 'too-many-saved', limit: mostSavedMessages });
      pushes.send('saved/changed', { room });
      return done(null);
    },
  });
}
