import { assertNever } from '../../../src-shared/assert-never.ts';
import type { Group } from '../../../src-shared/protocol/groups.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { NoticeFrame } from '../../../src-shared/protocol/protocol.ts';
import type { RoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { hearsOf, showHeir } from './channel-view.ts';
import type { IrcClient } from './irc-client.ts';
import { isAway as standsAway } from './people.ts';
import { numerics } from './numerics.ts';
import { showWent } from './show-entry.ts';
import { showRecorded } from './show-recorded.ts';

/** What the room tells besides entries, to the client. */
export function showNotice(client: IrcClient, frame: NoticeFrame): void {
  switch (frame.type) {
    case 'member':
      return showMember(client, frame);
    case 'group':
      return showGroup(client, frame);
    case 'room':
      return showRoom(client, frame);
    case 'recorded':
      return showRecorded(client, frame);
    case 'receipt':
    case 'typing':
    case 'file-space':
    case 'knocks':
      return;
    default:
      return assertNever(frame);
  }
}

export const textsAreLogged = 'What is said in #oda stands in the host’s log, word by word.';
const textsAreNotLogged = 'What is said in #oda no longer goes into the host’s log.';

/** Who comes and goes is told by entries; this is for who watches, and for who is away. */
function showMember(client: IrcClient, member: Member): void {
  const { people, monitor, out } = client;
  const isOnline = member.presence !== 'offline';
  // Asked of everybody who comes; hardly anybody watches.
  if (monitor.size > 0) {
    const nick = people.nickOf(member);
    if (monitor.changed(nick, isOnline)) {
      if (isOnline) out.numeric(numerics.monitorOnline, [], people.maskOf(member.account));
      else out.numeric(numerics.monitorOffline, [], nick);
    }
  }
  // Who has said goodbye is gone by that, before the room has it in its log.
  if (!isOnline && client.shared.personaOf(member.account)?.lastWords !== undefined) {
    const { account } = member;
    return showWent(client, { account, at: client.clock.wallMs(), reason: 'left' });
  }
  const isAway = standsAway(member);
  if (client.isSelf(member.account) || isAway === people.away.has(member.account)) return;
  if (isAway) people.away.add(member.account);
  else people.away.delete(member.account);
  if (!isOnline || !out.has('away-notify') || !hearsOf(client, member)) return;
  const text = isAway ? people.awayTextOf(member.account) : undefined;
  out.line({ ...people.by(member.account), verb: 'AWAY', params: [], text });
}

function showGroup(client: IrcClient, group: Group): void {
  const channel = client.channels.of(group.in);
  const ownerBefore = channel?.group?.owner;
  client.channels.takeIn(group);
  if (!channel?.isJoined || ownerBefore === undefined || ownerBefore === group.owner) return;
  channel.heir = group.owner;
  // Whoever left it to somebody is still to be seen leaving.
  const isLeaving = !client.port.room.peopleIn(group.in).includes(ownerBefore);
  if (!isLeaving || !channel.members.has(ownerBefore)) showHeir(client, channel);
}

type RoomNews = { name: string; logsTexts: boolean; settings: RoomSettings };

function showRoom(client: IrcClient, room: RoomNews): void {
  client.settings = room.settings;
  const channel = client.channels.of(everyone);
  if (channel && channel.topic !== room.name) {
    channel.topic = room.name;
    const { name } = channel;
    if (channel.isJoined) {
      client.out.line({
        source: client.out.server,
        verb: 'TOPIC',
        params: [name],
        text: room.name,
      });
    }
  }
  if (client.logsTexts === room.logsTexts) return;
  client.logsTexts = room.logsTexts;
  client.out.notice(room.logsTexts ? textsAreLogged : textsAreNotLogged);
}
