import type { EntryDraft } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Mention } from '../../src-shared/protocol/mentions.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { findMentions, isEveryoneWord } from '../../src-shared/text/find-mentions.ts';
import { nameKeyOf } from '../../src-shared/text/names.ts';
import { readable } from './permissions.ts';
import type { RoomState } from './room-state.ts';
import { roleIn } from './roster.ts';

/**
 * Says whom a text mentions. The room alone does, from what is written: so no program can mention somebody in words
 * that do not show it, and who writes by a plain one mentions people like everybody else.
 */
export function withMentions(draft: EntryDraft, by: AccountId, room: RoomState): EntryDraft {
  if (draft.type !== 'message' && draft.type !== 'message-edited') return draft;
  const mentions = findMentions(draft.text, (name) => findNamed(name, { in: draft.in, by, room }));
  return mentions.length > 0 ? { ...draft, mentions } : draft;
}

type Where = { in: ConversationId; by: AccountId; room: RoomState };

/** Only who reads there, by exactly that name, in whatever case. */
function findNamed(name: string, where: Where): Mention['account'] | undefined {
  const { room } = where;
  if (isEveryoneWord(name)) return mayMentionEveryone(where) ? 'everyone' : undefined;
  const found = room.roster.findByNameKey(nameKeyOf(name));
  if (!found || foldText(found.name) !== foldText(name)) return undefined;
  return doesRead(found.account, where) ? found.account : undefined;
}

function doesRead(account: AccountId, { in: conversation, room }: Where): boolean {
  const range = readable(account, conversation, room);
  return range !== 'nothing' && range.last === undefined;
}

function mayMentionEveryone({ in: conversation, by, room }: Where): boolean {
  const own = room.roster.get(by);
  if (own && may(roleIn(own), 'mention-everyone')) return true;
  return conversation !== everyone && !room.groups.refuseChange(conversation, by, 'owner');
}
