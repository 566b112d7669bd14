import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { TimelinePage } from '../../src-shared/member/own-copy.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** What was said, from this computer's copy; what the copy does not reach is fetched first. */
export function timelineRequests(context: AppContext) {
  const { replica } = context.memberships;
  return ofRooms(context, {
    'timeline/page': async ({ client }, asked) => {
      const page = await replica.entries.readTimeline(asked);
      if (!isShort(page, asked)) return done(page);
      await client.fetchOlder(asked.in);
      return done(await replica.entries.readTimeline(asked));
    },
  });
}

type Asked = ParsedParams<'timeline/page'>;

/** There is more than the copy holds in the direction asked for. */
function isShort({ entries, hasOlder }: TimelinePage, { after, around, limit }: Asked): boolean {
  return after === undefined && around === undefined && hasOlder && entries.length < limit;
}
