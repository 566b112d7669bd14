import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { TimelinePage } from '../../src-shared/member/own-copy.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import { findMembership } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';

type Asked = ParsedParams<'timeline/page'>;

/** What was said, from this computer's copy; what the copy does not reach is fetched first. */
export function timelineRequests(context: AppContext): Pick<Handlers, 'timeline/page'> {
  const { replica } = context.memberships;
  return {
    'timeline/page': async (asked) => {
      const found = findMembership(context, asked.room);
      if (!found.ok) return found;
      const page = await replica.entries.readTimeline(asked);
      if (!isShort(page, asked)) return done(page);
      await found.value.client.fetchOlder(asked.in);
      return done(await replica.entries.readTimeline(asked));
    },
  };
}

/** There is more than the copy holds in the direction asked for. */
function isShort({ entries, hasOlder }: TimelinePage, { after, around, limit }: Asked): boolean {
  return after === undefined && around === undefined && hasOlder && entries.length < limit;
}
