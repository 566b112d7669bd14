import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import type { FileTicket } from '../../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import type { Dialect } from '../../../src-shared/host/host-log.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { Command, NoticeFrame, PrivateFrame } from '../../../src-shared/protocol/protocol.ts';
import type { Entry, EntryDraft } from '../../../src-shared/protocol/entries.ts';
import type {
  AccountId,
  Cid,
  ConversationId,
  DeviceId,
  Epoch,
  PrivateId,
  RoomId,
  Secret,
} from '../../../src-shared/protocol/ids.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { RoomLimits } from '../../../src-shared/protocol/limits.ts';
import { defaultRoomLimits } from '../../../src-shared/protocol/limits.ts';
import { checkName } from '../../../src-shared/text/names.ts';
import type { Effect, SessionId, SignInOutcome } from '../effects.ts';
import type { HostId, RoomSnapshot } from '../ports.ts';
import { Room } from '../room.ts';
import { systemPlace } from '../system-entries.ts';
import type { SystemEntry } from '../system-entries.ts';

export const ali = 'account-al' as AccountId;
export const veli = 'account-ve' as AccountId;
export const ayse = 'account-ay' as AccountId;
export const bora = 'account-bo' as AccountId;
export const identity = {
  room: 'room-room-room-r' as RoomId,
  name: 'Lab',
  epoch: 'epoch-01' as Epoch,
};
export const token = 't'.repeat(43) as Secret;
const deviceKey = 'k'.repeat(43) as Secret;

type WithoutRid<C> = C extends Command ? Omit<C, 'rid'> : never;
export type Said = WithoutRid<Command>;
type From = { address?: string; isOwnComputer?: boolean; dialect?: Dialect };

/** With what the log told of the account, if it was made just now. */
type Reported =
  | (SignInOutcome & { created?: { name: string; nameKey: string; hasPassword: boolean } })
  | { is: 'guest-made'; account: AccountId; name: string; nameKey: string };

function accountMade(outcome: Reported, at: number): SystemEntry | undefined {
  const made = { type: 'account-made', in: systemPlace, id: 1, seq: 1, at } as const;
  if ('nameKey' in outcome) {
    const { account, name, nameKey } = outcome;
    return { ...made, account, name, nameKey, hasPassword: false, isGuest: true };
  }
  if (!('created' in outcome) || !outcome.created || outcome.is === 'refused') return undefined;
  return { ...made, account: outcome.account, ...outcome.created, isGuest: false };
}

export function keyOf(name: string): string {
  const checked = checkName(name);
  if (!checked.ok) throw new Error(checked.code);
  return checked.nameKey;
}

/** A room with four people known, whose messages have no rate, and a hand to drive it. */
export function driveRoom(
  options: Partial<Pick<RoomSnapshot, 'groups'>> & Partial<RoomLimits> & { host?: HostId } = {},
) {
  const { groups = [], host, ...roomLimits } = options;
  const random = seededRandom(7);
  const people = [
    [ali, 'Ali'],
    [veli, 'Veli'],
    [ayse, 'Ayşe'],
    [bora, 'Bora'],
  ] as const;
  const room = new Room({
    identity,
    snapshot: {
      head: 0,
      time: { head: 0 },
      accounts: people.map(([account, name]) => ({
        account,
        name,
        nameKey: keyOf(name),
        hasPassword: account === ali,
        isGuest: false,
      })),
      groups,
      options: { plain: false, logTexts: false, access: 'open', files: usualFileTerms },
      name: identity.name,
      settings: usualRoomSettings,
      bans: [],
    },
    limits: { ...defaultRoomLimits, messageBurst: 10_000, ...roomLimits },
    newPrivateId: () => random.text(16) as PrivateId,
    newTicket: () => random.text(22) as FileTicket,
    host,
  });
  // As on any computer: its clock did not begin with the room.
  const startMs = 1_000_000;
  let monotonicMs = startMs;
  let sessions = 0;
  let rids = 0;
  const now = () => ({ wallMs: 1_750_000_000_000 + monotonicMs - startMs, monotonicMs });

  function say(session: SessionId, said: Said): Effect[] {
    rids += 1;
    return room.handle(session, { ...said, rid: rids }, now());
  }

  function open({ address = '192.168.1.9', isOwnComputer = false, dialect = 'oda' }: From = {}) {
    sessions += 1;
    const id = sessions as SessionId;
    const remote = { address, addressKey: address, port: 5000 + id, isOwnComputer, dialect };
    room.open({ id, ...remote }, now());
    return id;
  }

  /** What the log tells of somebody new comes first. */
  function report(session: SessionId, outcome: Reported): Effect[] {
    const made = accountMade(outcome, now().wallMs);
    const known = made ? room.stored([made]) : [];
    return [...known, ...room.signInChecked({ session, rid: rids }, outcome, now())];
  }

  function enter(account: AccountId, device = 'device-device-01', from: From = {}) {
    const session = open(from);
    say(session, { type: 'hello', protocol: 1 });
    say(session, { type: 'resume', device: device as DeviceId, token });
    const how = 'resumed' as const;
    const known = { is: 'right' as const, how, account, device: device as DeviceId, token };
    const effects = report(session, known);
    const confirmation = say(session, { type: 'ping' });
    return { session, effects, confirmation };
  }

  function enterAsGuest(name: string, from: From = {}) {
    const session = open({ dialect: 'lines', ...from });
    rids += 1;
    const effects = room.enterAsGuest({ session, rid: rids }, { name }, now());
    return { session, effects };
  }

  return {
    room,
    say,
    open,
    enter,
    enterAsGuest,
    report,
    now,
    wait: (ms: number) => {
      monotonicMs += ms;
    },
    tick: () => room.tick(now()),
    close: (session: SessionId, reason?: Parameters<Room['closed']>[1]) =>
      room.closed(session, reason, now()),
  };
}

export type DrivenRoom = ReturnType<typeof driveRoom>;

/** A disk that takes every draft: numbers it and tells the room, as whoever runs the room does. */
export function disk(room: Room) {
  const log: Entry[] = [];
  const lastSeqs = new Map<ConversationId, number>();

  function write(draft: EntryDraft): Entry {
    const seq = (lastSeqs.get(draft.in) ?? 0) + 1;
    lastSeqs.set(draft.in, seq);
    const entry = { ...draft, id: log.length + 1, seq };
    log.push(entry);
    return entry;
  }

  return {
    log,
    /** What the room has to say once all that the effects append is on disk, and who hears each entry. */
    store(effects: readonly Effect[]) {
      const entries = draftsOf(effects).map(write);
      const after = room.stored(entries);
      for (const effect of effects) {
        if (effect.do === 'append' && effect.reply) room.settled(effect.reply.session);
      }
      const heard = entries.map((entry) => [entry.type, [...room.audienceOf(entry)]] as const);
      return { entries, after, heard };
    },
    refuse(effects: readonly Effect[]): Effect[] {
      for (const effect of effects) {
        if (effect.do === 'append' && effect.reply) room.settled(effect.reply.session);
      }
      return draftsOf(effects).flatMap((draft) => room.notStored(draft));
    },
  };
}

export function draftsOf(effects: readonly Effect[]): EntryDraft[] {
  return effects.flatMap((effect) => (effect.do === 'append' ? [effect.draft] : []));
}

export function refusals(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => (effect.do === 'refuse' ? [effect.refusal.code] : []));
}

export function doings(effects: readonly Effect[]): string[] {
  return effects.map((effect) => effect.do);
}

export function answers(effects: readonly Effect[]): object[] {
  return effects.flatMap((effect) =>
    effect.do === 'answer' || effect.do === 'admit' ? [effect.fields] : [],
  );
}

export function logged(effects: readonly Effect[]) {
  return effects.flatMap((effect) => (effect.do === 'log' ? [effect.line] : []));
}

/** What sessions are told besides answers and entries: to whom, and the frame. */
export function told(effects: readonly Effect[]): [SessionId[], NoticeFrame | PrivateFrame][] {
  return effects.flatMap((effect) =>
    effect.do === 'notice' || effect.do === 'tell-private'
      ? [[[...effect.to], effect.frame] as [SessionId[], NoticeFrame | PrivateFrame]]
      : [],
  );
}

export function message(text: string, to: ConversationId = everyone): Said {
  return { type: 'send-message', in: to, cid: 'cid-cid-cid-cid-1' as Cid, text };
}

export function signIn(name: string, password?: string): Said {
  return { type: 'sign-in', name, password, device: 'device-device-09' as DeviceId, deviceKey };
}
