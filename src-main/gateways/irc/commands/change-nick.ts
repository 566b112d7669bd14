import type { Member } from '../../../../src-shared/protocol/members.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import { sentenceOf } from '../../common/sentence-of.ts';
import { sharedChannels } from '../channel-view.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes } from '../irc-line.ts';
import { isNick } from '../nicks.ts';
import { numerics } from '../numerics.ts';
import type { Reply } from '../reply.ts';

/** True if it was refused. */
export function refuseNick(nick: string, reply: Reply): boolean {
  if (isNick(nick) && [...nick].length <= limits.maxNameCharacters) return false;
  const sentence = `A nick is 1 to ${limits.maxNameCharacters} letters, digits and signs`;
  reply.numeric(numerics.badNick, [cutToBytes(nick, 64)], sentence);
  return true;
}

/** To the room a guest of another name is another guest: the one leaves, the other comes. Here it is a NICK. */
export async function changeNick(
  client: IrcClient,
  { self: before, nick }: { self: Member; nick: string },
  reply: Reply,
): Promise<void> {
  if (refuseNick(nick, reply)) return;
  const owner = client.people.find(nick);
  if (owner?.account === before.account) return respellNick(client, { self: before, nick }, reply);
  const isTaken = owner && !(owner.guest && owner.presence === 'offline');
  if (isTaken) return reply.numeric(numerics.nickInUse, [nick], 'That nick is taken');
  const source = client.people.maskOf(before.account);
  const topics = client.port.room.groupsOf(before.account);
  const outcome = await client.requests.enterAsGuest(nick);
  const after = client.port.self();
  if (!outcome.ok || !after) {
    const refusal = outcome.ok ? ({ code: 'store-failed' } as const) : outcome.refusal;
    const numeric = refusal.code === 'name-taken' ? numerics.nickInUse : numerics.badNick;
    return reply.numeric(numeric, [nick], sentenceOf(refusal));
  }
  const change = { from: before.account, to: after.account };
  client.shared.moved(client, change);
  for (const other of client.shared.clients()) {
    const isNear = sharedChannels(other, before.account).length > 0;
    for (const { members } of other.channels.all())
      if (members.delete(change.from)) members.add(change.to);
    if (!other.people.moved(change) && other !== client) continue;
    const line = { source, verb: 'NICK', params: [client.nick] };
    if (other === client) reply.line(line);
    else if (isNear) other.out.line(line);
  }
  // To the room who came has joined nothing yet.
  for (const { in: id } of topics) await client.requests.askInTurn({ type: 'join-topic', in: id });
}

/** The same name in other letters, as `Alice` for `alice`: to the room it is the same guest. */
function respellNick(
  client: IrcClient,
  { self, nick }: { self: Member; nick: string },
  reply: Reply,
): void {
  const before = client.nick;
  const source = client.people.maskOf(self.account);
  client.shared.nicks.respell(self, nick, client.port.room);
  if (client.nick === before) return;
  for (const other of client.shared.clients()) {
    const line = { source, verb: 'NICK', params: [client.nick] };
    if (other === client) reply.line(line);
    else if (sharedChannels(other, self.account).length > 0) other.out.line(line);
  }
}
