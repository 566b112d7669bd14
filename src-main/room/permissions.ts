import { directPair, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Roster } from './roster.ts';

type Rule = (account: AccountId, id: ConversationId, roster: Roster) => boolean;

const anyMember: Rule = () => true;
const oneOfTheTwo: Rule = (account, id, roster) => {
  const pair = directPair(id);
  if (!pair?.includes(account)) return false;
  return pair.every((side) => roster.has(side));
};

/** Who may do what in which kind of conversation. */
const permissions = {
  everyone: { read: anyMember, write: anyMember },
  direct: { read: oneOfTheTwo, write: oneOfTheTwo },
} satisfies Record<string, { read: Rule; write: Rule }>;

function rulesFor(id: ConversationId): { read: Rule; write: Rule } {
  return id === everyone ? permissions.everyone : permissions.direct;
}

export function mayRead(account: AccountId, id: ConversationId, roster: Roster): boolean {
  return rulesFor(id).read(account, id, roster);
}

export function mayWrite(account: AccountId, id: ConversationId, roster: Roster): boolean {
  return rulesFor(id).write(account, id, roster);
}
