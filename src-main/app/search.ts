import type { HitNames, SearchHit } from '../../src-shared/member/own-copy.ts';
import { directPartner } from '../../src-shared/protocol/ids.ts';
import type { RoomClient } from '../client/room-client.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { AppContext, Handlers } from './requests.ts';

/** Search in everything that this computer holds, in one room or in all (R0.6, R0.7). */
export function searchRequests({ memberships }: AppContext): Pick<Handlers, 'search/find'> {
  return {
    'search/find': async (query) => {
      if (query.room !== undefined && !memberships.get(query.room)) {
        return refused({ code: 'no-such-room' });
      }
      const { hits, next } = await memberships.replica.search.find(query);
      return done({
        hits: hits.map((hit) => {
          const client = memberships.get(hit.room)?.client;
          return client ? { ...hit, names: namesOf(hit, client) } : hit;
        }),
        next,
      });
    },
  };
}

function namesOf({ message }: SearchHit, { record, members, groups }: RoomClient): HitNames {
  const partner = directPartner(message.in, record.account);
  return {
    room: record.name,
    isOwn: message.from === record.account,
    from: members.nameOf(message.from),
    partner: partner === undefined ? undefined : members.nameOf(partner),
    group: groups.get(message.in)?.name,
  };
}
