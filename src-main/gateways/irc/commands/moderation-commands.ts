import type { Refusal } from '../../../../src-shared/protocol/codes.ts';
import type { Member } from '../../../../src-shared/protocol/members.ts';
import type { Ban } from '../../../../src-shared/protocol/moderation.ts';
import { may, roleOf } from '../../../../src-shared/protocol/roles.ts';
import type { Permission } from '../../../../src-shared/protocol/roles.ts';
import type { Channel } from '../channels.ts';
import type { IrcClient } from '../irc-client.ts';
import { cutToBytes } from '../irc-line.ts';
import { maxWordsBytes, readIrcWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import { replyRefusal, toModerators, toOwners } from '../refusals.ts';
import type { Reply } from '../reply.ts';
import { namedMember } from './irc-command.ts';

/** Out of the room, by whom the room lets do it. */
export async function kickFromRoom(
  client: IrcClient,
  { channel, nicks, raw }: { channel: Channel; nicks: readonly string[]; raw: string },
  reply: Reply,
): Promise<void> {
  const reason = readIrcWords(raw, maxWordsBytes);
  for (const nick of nicks) {
    const member = namedMember(client, nick, reply);
    if (!member) continue;
    const { account } = member;
    const outcome = await client.requests.askInTurn({ type: 'kick', account, reason });
    const names = [client.people.nickOf(member), channel.name];
    if (!outcome.ok) refuse(reply, outcome.refusal, names);
  }
}

const needs = new Map<string, Permission>([
  ['m', 'change-room'],
  ['b', 'ban'],
  ['o', 'set-role'],
]);

type ModeChange = { channel: Channel; isOn: boolean; letter: string; nick: string };

/** What a channel's modes are; one of them in one command. */
export async function changeMode(
  client: IrcClient,
  { channel, modes, nick = '' }: { channel: Channel; modes: string; nick: string | undefined },
  reply: Reply,
): Promise<void> {
  const letter = modes.replace(/^[+-]/, '');
  const unknown = [...letter].find((one) => !'beImntov'.includes(one)) ?? '';
  if (unknown !== '')
    return reply.numeric(numerics.unknownMode, [cutToBytes(unknown, 8)], 'There is no such mode');
  const change = { channel, isOn: !modes.startsWith('-'), letter, nick: nickIn(nick) };
  if (letter === 'v') return reply.numeric(numerics.notChannelOwner, [channel.name], aboutVoice);
  if (channel.group && letter === 'm') return setGroupReadOnly(client, change, reply);
  if (channel.group || !needs.has(letter))
    return reply.numeric(numerics.notChannelOwner, [channel.name], 'These modes stay as they are');
  return changeRoomMode(client, change, reply);
}

/** A voice follows from a role, and roles are given by `MODE +o`. */
const aboutVoice =
  'Nobody is given a voice alone: MODE #oda +o makes a moderator, who writes in moderated channels';

/** Moderators (`o`), bans (`b`) and a room in which only moderators write (`m`). */
async function changeRoomMode(client: IrcClient, change: ModeChange, reply: Reply): Promise<void> {
  const { channel, letter, isOn } = change;
  const needed = needs.get(letter);
  if (needed && !may(roleOf(client.port.self() ?? { role: 'guest' }), needed))
    return refuse(reply, { code: 'not-allowed' }, [channel.name]);
  if (letter === 'm') return setReadOnly(client, change, reply);
  if (letter === 'o') return setRole(client, change, reply);
  return isOn ? banNick(client, change, reply) : unbanNick(client, change, reply);
}

/** By the group's owner, and by the room's moderators who are in it. */
async function setGroupReadOnly(
  client: IrcClient,
  { channel, isOn: readOnly }: ModeChange,
  reply: Reply,
): Promise<void> {
  const changed = { in: channel.conversation, readOnly };
  const outcome = await client.requests.askInTurn({ type: 'change-group', ...changed });
  if (outcome.ok) return;
  replyRefusal(reply, outcome.refusal, { names: [channel.name], answers: toOwners });
}

/** Who is banned, as far as the client may know it. */
export async function sendBans(client: IrcClient, channel: Channel, reply: Reply): Promise<void> {
  const page = await client.requests.askInTurn({ type: 'list-bans' });
  for (const ban of page.ok ? page.value.bans : []) sendBan(client, { channel, ban }, reply);
  reply.numeric(numerics.endOfBans, [channel.name], 'End of the bans');
}

function sendBan(
  { people }: IrcClient,
  { channel, ban }: { channel: Channel; ban: Ban },
  reply: Reply,
): void {
  const by = ban.by === undefined ? '*' : people.nickOfAccount(ban.by);
  const mask = `${people.nickOfAccount(ban.account)}!*@*`;
  const seconds = String(Math.floor(ban.at / 1000));
  reply.numeric(numerics.bans, [channel.name, mask, by, seconds]);
}

async function setReadOnly(
  client: IrcClient,
  { channel, isOn: readOnly }: ModeChange,
  reply: Reply,
): Promise<void> {
  const outcome = await client.requests.askInTurn({ type: 'change-room', readOnly });
  if (!outcome.ok) refuse(reply, outcome.refusal, [channel.name]);
}

async function setRole(client: IrcClient, change: ModeChange, reply: Reply): Promise<void> {
  const member = wanted(client, change, reply);
  if (!member) return;
  const role = change.isOn ? 'moderator' : 'member';
  const outcome = await client.requests.askInTurn({
    type: 'set-role',
    account: member.account,
    role,
  });
  if (!outcome.ok) refuse(reply, outcome.refusal, [change.nick, change.channel.name]);
}

/** Of the account and its devices: masks of hosts mean nothing here, where addresses are the host's alone to see. */
async function banNick(client: IrcClient, change: ModeChange, reply: Reply): Promise<void> {
  const member = wanted(client, change, reply);
  if (!member) return;
  const banned = { account: member.account, reach: ['device' as const] };
  const outcome = await client.requests.askInTurn({ type: 'ban', ...banned });
  if (!outcome.ok) refuse(reply, outcome.refusal, [change.nick, change.channel.name]);
}

async function unbanNick(client: IrcClient, change: ModeChange, reply: Reply): Promise<void> {
  const member = wanted(client, change, reply);
  if (!member) return;
  const names = [change.nick, change.channel.name];
  let from: number | undefined;
  do {
    const page = await client.requests.askInTurn({ type: 'list-bans', from });
    if (!page.ok) return refuse(reply, page.refusal, names);
    const found = page.value.bans.find(({ account }) => account === member.account);
    if (found) {
      const lifted = await client.requests.askInTurn({ type: 'unban', ban: found.ban });
      if (!lifted.ok) refuse(reply, lifted.refusal, names);
      return;
    }
    from = page.value.next;
  } while (from !== undefined);
  refuse(reply, { code: 'no-such-ban' }, names);
}

function wanted(client: IrcClient, { nick }: ModeChange, reply: Reply): Member | undefined {
  return namedMember(client, nick, reply);
}

/** `nick!*@*` is how a client writes whom it means. */
function nickIn(mask: string): string {
  return /^([^!@]*)(?:!\*@\*|@\*)?$/.exec(mask)?.[1] ?? mask;
}

function refuse(reply: Reply, refusal: Refusal, names: readonly string[]): void {
  replyRefusal(reply, refusal, { names, answers: toModerators });
}
