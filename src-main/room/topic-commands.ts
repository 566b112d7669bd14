import type { topics } from '../../src-shared/protocol/topics.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { isTopic } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { isForbidden } from '../../src-shared/protocol/room-settings.ts';
import { checkTopicName } from '../../src-shared/text/names.ts';
import { oneLine } from '../../src-shared/text/one-line.ts';
import { isLonger } from '../../src-shared/text/refuse-text.ts';
import { change, ownRole, placeOf, refusalOfTopicName, refuseOwners } from './group-commands.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handlers } from './room-state.ts';
import type { MemberSession } from './session.ts';

/** Open groups: everybody finds them, and joins by themselves. */
export const topicCommands: Handlers<typeof topics> = {
  'list-topics'({ from }, asked) {
    const { room, session, reply } = asked;
    const refusal = refuseGuest(asked);
    if (refusal) return [refuse(reply, refusal)];
    const { account } = session.stage;
    const page = room.groups.topicPage(account, from);
    const readsFrom = room.roster.get(account)?.readsFrom?.id ?? 0;
    return [{ do: 'read-topics', reply, page, from: readsFrom }];
  },
  'list-topic-members'({ in: id, from }, asked) {
    const members = asked.room.groups.topicMembers(id, from);
    const refusal = refuseGuest(asked);
    if (refusal || !members)
      return [refuse(asked.reply, refusal ?? { code: 'no-such-conversation' })];
    return [answer(asked.reply, members)];
  },
  'make-topic'({ in: id, name: raw, about: given = '' }, asked) {
    const place = placeOf(id, asked);
    const named = checkTopicName(raw);
    const about = oneLine(given);
    const refusal =
      (isTopic(id) ? undefined : ({ code: 'bad-field', field: 'in' } as const)) ??
      refuseGuest(asked) ??
      refuseMaking(asked) ??
      (named.ok ? undefined : refusalOfTopicName(named)) ??
      refuseAbout(about) ??
      asked.room.groups.refuseTopic(id, place.by, named.ok ? named.nameKey : '');
    const name = named.ok ? named.name : '';
    return change(asked, refusal, [{ type: 'topic-made', ...place, name, about }]);
  },
  'join-topic'({ in: id }, asked) {
    const place = placeOf(id, asked);
    const refusal = refuseGuest(asked) ?? asked.room.groups.refuseJoining(id, place.by);
    return change(asked, refusal, [{ type: 'added', ...place, account: place.by }]);
  },
  'describe-topic'({ in: id, about: given }, asked) {
    const place = placeOf(id, asked);
    const about = oneLine(given);
    const refusal = refuseChangeOfTopic(id, asked) ?? refuseAbout(about);
    return change(asked, refusal, [{ type: 'described', ...place, about }]);
  },
  'archive-topic'({ in: id, archived }, asked) {
    const place = placeOf(id, asked);
    const type = archived ? 'archived' : 'reopened';
    return change(asked, refuseChangeOfTopic(id, asked), [{ type, ...place }]);
  },
};

function refuseChangeOfTopic(id: ConversationId, asked: Asked<MemberSession>): Refusal | undefined {
  return isTopic(id) ? refuseOwners(id, asked) : { code: 'no-such-conversation' };
}

/** Of who came by a plain program, where the room keeps them out. */
function refuseGuest(asked: Asked<MemberSession>): Refusal | undefined {
  const isOut = ownRole(asked) === 'guest' && isForbidden(asked.room.settings, 'guest-topics');
  return isOut ? { code: 'guest-topics-forbidden' } : undefined;
}

function refuseMaking(asked: Asked<MemberSession>): Refusal | undefined {
  const isKept = isForbidden(asked.room.settings, 'topics', ownRole(asked));
  return isKept ? { code: 'topics-forbidden' } : undefined;
}

function refuseAbout(about: string): Refusal | undefined {
  const limit = limits.maxAboutCharacters;
  return isLonger(about, limit) ? { code: 'about-too-long', limit } : undefined;
}
