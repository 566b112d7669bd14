import { quoteOf } from '../../src-shared/member/quote.ts';
import { nothingMissed, type Missed, type MissedMessages } from '../../src-shared/member/missed.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { leadsGroup, roleOf } from '../../src-shared/protocol/roles.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { MissedQuery } from '../client/replica/missed.ts';
import type { RoomClient } from '../client/room-client.ts';
import type { Membership } from './membership.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** What somebody missed while they were away. */
export function missedRequests(context: AppContext) {
  const { replica } = context.memberships;
  return ofRooms(context, {
    'away/read': async (membership) => {
      const { client, away } = membership;
      const { from } = away;
      if (!from) return done({ missed: nothingMissed });
      const missed = await replica.missed.read(
        client.record.room,
        missedQuery(membership, from.id),
      );
      return done({ since: from.at, missed: shortened(missed) });
    },

    'away/dismiss': async ({ away }) => {
      away.dismiss();
      await away.keep();
      return done(null);
    },
  });
}

function missedQuery({ client, attention }: Membership, after: number): MissedQuery {
  const except = client.copy
    .conversations()
    .map((record) => record.in)
    .filter((id) => attention.of(id).level === 'nothing');
  return {
    after,
    except,
    announcing: announcing(client).filter((each) => !except.includes(each.in)),
  };
}

/** The conversations in which only those who lead write, and who these are. */
function announcing({
  terms: { settings },
  groups,
  members,
}: RoomClient): MissedQuery['announcing'] {
  const leaders = (owner?: AccountId) =>
    members
      .list()
      .filter((member) => leadsGroup(roleOf(member), member.account === owner))
      .map(({ account }) => account);
  const readOnly: { in: ConversationId; by: AccountId[] }[] = groups
    .list()
    .filter((group) => group.readOnly === true && group.standing === 'member')
    .map((group) => ({ in: group.in, by: leaders(group.owner) }));
  return settings.readOnly ? [{ in: everyone, by: leaders() }, ...readOnly] : readOnly;
}

/** A window shows a line of each. */
function shortened({ mentions, questions, announcements, mostAnswered }: Missed): Missed {
  const short = (message: MessageEntry) => ({ ...message, text: quoteOf(message).text });
  const each = ({ count, messages }: MissedMessages) => ({ count, messages: messages.map(short) });
  return {
    mentions: each(mentions),
    questions: each(questions),
    announcements: each(announcements),
    mostAnswered: mostAnswered && { ...mostAnswered, message: short(mostAnswered.message) },
  };
}
