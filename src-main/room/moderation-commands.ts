import type { moderation } from '../../src-shared/protocol/moderation.ts';
import type { CommandName } from '../../src-shared/protocol/protocol.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { mayActOn } from '../../src-shared/protocol/roles.ts';
import type { Permission } from '../../src-shared/protocol/roles.ts';
import type { RoomChanges, roomWords } from '../../src-shared/protocol/room-settings.ts';
import { checkRoomName } from '../../src-shared/text/names.ts';
import { oneLine } from '../../src-shared/text/one-line.ts';
import { isLonger } from '../../src-shared/text/refuse-text.ts';
import type { Effect } from './effects.ts';
import { refuseRate } from './message-commands.ts';
import { answer, refuse } from './room-state.ts';
import type { Asked, Handlers } from './room-state.ts';
import { roleIn } from './roster.ts';
import type { RosterAccount } from './roster.ts';
import type { AccountSession } from './session.ts';
import { passwordRefusal } from './sign-in-rules.ts';
import { systemPlace } from './system-entries.ts';
import type { BanMarks, SystemDraft } from './system-entries.ts';

type ByAccount<N extends CommandName> = Asked<AccountSession, N>;

export const moderationCommands: Handlers<typeof moderation & typeof roomWords> = {
  'set-role'({ account, role }, asked) {
    const found = actOn(account, 'set-role', asked);
    if ('refusal' in found) return [refuse(asked.reply, found.refusal)];
    // Whoever comes by a plain program is nobody that could be known again.
    if (found.target.isGuest) return [refuse(asked.reply, { code: 'guest-not-allowed' })];
    return write(asked, { type: 'role-set', ...signed(asked), account, role });
  },
  'hand-over'({ account }, asked) {
    const found = actOn(account, 'hand-over', asked);
    if ('refusal' in found) return [refuse(asked.reply, found.refusal)];
    if (found.target.isGuest) return [refuse(asked.reply, { code: 'guest-not-allowed' })];
    return write(asked, { type: 'handed-over', ...signed(asked), account });
  },
  kick({ account, reason: given }, asked) {
    const found = actOn(account, 'kick', asked);
    const reason = readReason(given);
    const refusal = refusalIn(found, reason);
    if (refusal) return [refuse(asked.reply, refusal)];
    return write(asked, { type: 'kicked', ...signed(asked), account, ...reason });
  },
  ban({ account, reach = [], lastsMs, reason: given }, asked) {
    const found = actOn(account, 'ban', asked);
    const reason = readReason(given);
    const refusal = refusalIn(found, reason);
    if (refusal || !('target' in found)) return [refuse(asked.reply, refusal ?? noSuchMember)];
    const wantsDevices = reach.includes('device');
    const { addresses, devices, invite } = marksOf(found.target);
    const marks: BanMarks = {
      devices: wantsDevices ? devices : [],
      addresses: reach.includes('address') ? addresses : [],
      invite: reach.includes('invite') ? invite : undefined,
    };
    const draft = { type: 'banned', ...signed(asked), account, ...marks } as const;
    return write(asked, { ...draft, ...lasting(lastsMs, asked), ...reason }, wantsDevices);
  },
  unban({ ban }, asked) {
    const known = asked.room.bans.get(ban);
    if (!known) return [refuse(asked.reply, { code: 'no-such-ban' })];
    return write(asked, { type: 'unbanned', ...signed(asked), account: known.account, ban });
  },
  'list-bans': ({ from }, { room, reply, now }) => [
    answer(reply, room.bans.page(from, now.wallMs)),
  ],
  mute({ account, lastsMs, reason: given }, asked) {
    const found = actOn(account, 'mute', asked);
    const reason = readReason(given);
    const refusal = refusalIn(found, reason);
    if (refusal) return [refuse(asked.reply, refusal)];
    const draft = { type: 'muted', ...signed(asked), account } as const;
    return write(asked, { ...draft, ...lasting(lastsMs, asked), ...reason });
  },
  unmute({ account }, asked) {
    const found = actOn(account, 'mute', asked);
    if ('refusal' in found) return [refuse(asked.reply, found.refusal)];
    if (!found.target.muted) return [answer(asked.reply, {})];
    return write(asked, { type: 'unmuted', ...signed(asked), account });
  },
  'read-record'({ from: before }, { session, reply }) {
    return [{ do: 'read-record', reply, query: { account: session.stage.account, before } }];
  },
  'change-room'({ name: raw, password, forbidden, ...given }, asked) {
    const named = raw === undefined ? undefined : checkRoomName(raw);
    const refusal =
      (named?.ok === false ? { code: named.code } : undefined) ??
      passwordRefusal(password === '' ? undefined : password) ??
      refuseRate(asked);
    if (refusal) return [refuse(asked.reply, refusal)];
    const changes: RoomChanges = {
      ...(named?.ok ? { name: named.name } : {}),
      ...settingsIn(given),
      ...(forbidden === undefined ? {} : { forbidden: [...new Set(forbidden)] }),
      ...(password === undefined ? {} : { hasPassword: password !== '' }),
    };
    const { reply, session } = asked;
    if (Object.keys(changes).length === 0) return [answer(reply, {})];
    return [{ do: 'change-room', reply, changes, by: session.stage.account, password }];
  },
};

/** Only what is given. */
function settingsIn({
  readOnly,
  slowModeSeconds,
  editSeconds,
  newcomersRead,
}: RoomChanges): RoomChanges {
  return {
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(slowModeSeconds === undefined ? {} : { slowModeSeconds }),
    ...(editSeconds === undefined ? {} : { editSeconds }),
    ...(newcomersRead === undefined ? {} : { newcomersRead }),
  };
}

const noSuchMember: Refusal = { code: 'no-such-member' };

/** Whom it is done to, or why not. */
function actOn(
  account: AccountId,
  permission: Permission,
  { room, session }: Asked<AccountSession>,
): { target: RosterAccount } | { refusal: Refusal } {
  const target = room.roster.get(account);
  const own = room.roster.get(session.stage.account);
  if (!target || !own) return { refusal: noSuchMember };
  const isAllowed = target !== own && mayActOn(roleIn(own), permission, roleIn(target));
  return isAllowed ? { target } : { refusal: { code: 'not-allowed' } };
}

function refusalIn(...found: readonly object[]): Refusal | undefined {
  for (const each of found) if ('refusal' in each) return each.refusal as Refusal;
  return undefined;
}

/** One line, without what could end it; nothing if nothing is left. */
function readReason(given: string | undefined): { reason?: string } | { refusal: Refusal } {
  const reason = oneLine(given ?? '');
  if (reason === '') return {};
  const limit = limits.maxReasonCharacters;
  return isLonger(reason, limit) ? { refusal: { code: 'reason-too-long', limit } } : { reason };
}

function lasting(lastsMs: number | undefined, { now }: Asked): { until?: number } {
  return lastsMs === undefined ? {} : { until: now.wallMs + lastsMs };
}

/** As far as the room knows by itself; the store knows more devices. */
function marksOf({ sessions, addressKey, invite }: RosterAccount): BanMarks {
  const devices = new Set<BanMarks['devices'][number]>();
  const addresses = new Set(addressKey === undefined ? [] : [addressKey]);
  for (const { stage, isOwnComputer, addressKey: from } of sessions.values()) {
    if (stage.device !== undefined) devices.add(stage.device);
    if (!isOwnComputer) addresses.add(from);
  }
  const most = limits.marksPerBan;
  return { devices: [...devices].slice(0, most), addresses: [...addresses].slice(0, most), invite };
}

function signed({ session, now }: Asked<AccountSession>) {
  return { in: systemPlace, at: now.wallMs, by: session.stage.account } as const;
}

function write<N extends CommandName>(
  asked: ByAccount<N>,
  draft: SystemDraft,
  wantsDevices = false,
): Effect[] {
  const refusal = refuseRate(asked);
  if (refusal) return [refuse(asked.reply, refusal)];
  return [{ do: 'write', reply: asked.reply, draft, wantsDevices }];
}
