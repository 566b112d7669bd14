import type { Command, CommandName, CommandOf } from '../../src-shared/protocol/commands.ts';
import { protocolVersion } from '../../src-shared/protocol/commands.ts';
import type { AnswerOf } from '../../src-shared/protocol/frames.ts';

import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { checkName } from '../../src-shared/text/names.ts';
import type { Effect, Now, Reply } from './effects.ts';
import { mayRead, mayWrite } from './permissions.ts';
import type { RoomIdentity } from './ports.ts';
import type { WindowLimit } from './rate-limits.ts';
import type { Roster } from './roster.ts';
import type { MemberSession, RoomSession, SessionStage } from './session.ts';
import { refuseNewPassword } from './sign-in-rules.ts';

/** What a command's handler may look at. */
export type RoomState = {
  readonly identity: RoomIdentity;
  readonly limits: RoomLimits;
  readonly roster: Roster;
  readonly signIns: WindowLimit;
  readonly signUps: WindowLimit;
};

type Asked<S extends RoomSession> = { room: RoomState; session: S; now: Now; reply: Reply };

/** Which stage a peer must have reached, and what is done then. */
type Row<N extends CommandName> =
  | { who: 'new'; handle(command: CommandOf<N>, asked: Asked<RoomSession>): Effect[] }
  | { who: 'greeted'; handle(command: CommandOf<N>, asked: Asked<RoomSession>): Effect[] }
  | { who: 'anybody'; handle(command: CommandOf<N>, asked: Asked<RoomSession>): Effect[] }
  | { who: 'member'; handle(command: CommandOf<N>, asked: Asked<MemberSession>): Effect[] };

type CommandTable = { readonly [N in CommandName]: Row<N> };

/** Every command, who may give it, and what the room does. */
export const commandTable = {
  hello: { who: 'new', handle: greet },
  'sign-in': { who: 'greeted', handle: signIn },
  resume: { who: 'greeted', handle: resume },
  ping: { who: 'anybody', handle: (_command, { reply }) => [answer(reply, {})] },
  'sign-out': {
    who: 'member',
    handle: (_command, { reply, session }) => [
      answer(reply, {}),
      { do: 'close', session: session.id, refusal: { code: 'signed-out' } },
    ],
  },
  'send-message': { who: 'member', handle: sendMessage },
  sync: {
    who: 'member',
    handle: (command, { reply, session }) => [
      {
        do: 'read-sync',
        reply,
        query: { account: session.stage.account, after: command.after, from: command.from },
      },
    ],
  },
  'read-history': { who: 'member', handle: readHistory },
  'list-members': {
    who: 'member',
    handle: (command, { reply, room }) => [answer(reply, room.roster.page(command.from))],
  },
} as const satisfies CommandTable;

/** The refusal for a peer at the wrong stage; undefined where the command is in order. */
export function refuseStage(
  who: Row<CommandName>['who'],
  stage: SessionStage,
): RefusalCode | undefined {
  if (who === 'anybody') return undefined;
  if (who === 'new') return stage.is === 'new' ? undefined : 'already-signed-in';
  if (stage.is === 'new') return 'hello-first';
  if (who === 'member') return stage.is === 'member' ? undefined : 'sign-in-first';
  return stage.is === 'greeted' ? undefined : 'already-signed-in';
}

/** Looks the command up and runs it. */
export function runCommand(command: Command, asked: Asked<RoomSession>): Effect[] {
  const row: Row<CommandName> = commandTable[command.type];
  const code = refuseStage(row.who, asked.session.stage);
  if (code) return [refuse(asked.reply, { code })];
  return (row.handle as (command: Command, asked: Asked<RoomSession>) => Effect[])(command, asked);
}

export function answer(reply: Reply, fields: object): Effect {
  return { do: 'answer', reply, fields };
}

export function refuse(reply: Reply, refusal: Refusal): Effect {
  return { do: 'refuse', reply, refusal };
}

function greet(
  command: CommandOf<'hello'>,
  { room, session, reply }: Asked<RoomSession>,
): Effect[] {
  const supported = protocolVersion;
  if (command.protocol < supported.oldest) return tellVersion(reply, 'peer-too-old');
  if (command.protocol > supported.newest) return tellVersion(reply, 'peer-too-new');
  session.stage = { is: 'greeted' };
  const { room: id, name, epoch } = room.identity;
  return [
    answer(reply, {
      protocol: command.protocol,
      room: { id, name, epoch },
      limits: {
        maxLineBytes: limits.maxLineBytes,
        maxTextCharacters: room.limits.maxTextCharacters,
        maxUnacknowledged: limits.maxUnacknowledged,
        messageBurst: room.limits.messageBurst,
        messagesPerSecond: room.limits.messagesPerSecond,
        historyPage: limits.historyPage,
        maxHistoryPage: limits.maxHistoryPage,
        heartbeatMs: limits.heartbeatMs,
        silenceMs: limits.silenceMs,
      },
    } satisfies AnswerOf<'hello'>),
  ];
}

function tellVersion(reply: Reply, code: 'peer-too-old' | 'peer-too-new'): Effect[] {
  return [
    refuse(reply, { code, supported: { ...protocolVersion } }),
    { do: 'close', session: reply.session, refusal: { code } },
  ];
}

function signIn(command: CommandOf<'sign-in'>, asked: Asked<RoomSession>): Effect[] {
  const { room, session, now, reply } = asked;
  const name = checkName(command.name);
  if (!name.ok) return [refuse(reply, { code: name.code, ...nameLimit(name.code) })];
  const waitMs = session.isOwnComputer ? 0 : room.signIns.take(session.addressKey, now.monotonicMs);
  if (waitMs > 0) return [refuse(reply, { code: 'try-later', retryAfterMs: waitMs })];

  const { password, device, deviceKey } = command;
  const claim = { password, device, deviceKey };
  const known = room.roster.findByNameKey(name.nameKey);
  if (!known) return signUp({ ...asked, name: name.name, nameKey: name.nameKey, claim });
  const lockedMs = Math.ceil(known.lockedUntilMs - now.monotonicMs);
  if (password !== undefined && known.hasPassword && lockedMs > 0) {
    return [refuse(reply, { code: 'try-later', retryAfterMs: lockedMs })];
  }
  session.stage = { is: 'checking' };
  const { account, hasPassword } = known;
  return [{ do: 'check-claim', reply, account, hasPassword, claim }];
}

type SignUp = Asked<RoomSession> &
  Pick<Extract<Effect, { do: 'create-account' }>, 'name' | 'nameKey' | 'claim'>;

function signUp({ room, session, now, reply, name, nameKey, claim }: SignUp): Effect[] {
  const code = refuseNewPassword(claim.password);
  if (code) return [refuse(reply, { code, limit: passwordLimit(code) })];
  const waitMs = session.isOwnComputer ? 0 : room.signUps.take(session.addressKey, now.monotonicMs);
  if (waitMs > 0) return [refuse(reply, { code: 'try-later', retryAfterMs: waitMs })];
  session.stage = { is: 'checking' };
  return [{ do: 'create-account', reply, name, nameKey, claim }];
}

function resume(command: CommandOf<'resume'>, { session, reply }: Asked<RoomSession>): Effect[] {
  session.stage = { is: 'checking' };
  return [{ do: 'check-token', reply, device: command.device, token: command.token }];
}

function sendMessage(command: CommandOf<'send-message'>, asked: Asked<MemberSession>): Effect[] {
  const { room, session, now, reply } = asked;
  const { account } = session.stage;
  const code = refuseText(command.text, room.limits.maxTextCharacters);
  if (code === 'text-too-long') {
    return [refuse(reply, { code, limit: room.limits.maxTextCharacters })];
  }
  if (code) return [refuse(reply, { code })];
  if (!mayWrite(account, command.in, room.roster))
    return [refuse(reply, { code: 'no-such-conversation' })];
  if (session.stage.unacknowledged >= limits.maxUnacknowledged) {
    return [refuse(reply, { code: 'too-many-unacknowledged', limit: limits.maxUnacknowledged })];
  }
  const waitMs = room.roster.get(account)?.bucket.take(now.monotonicMs) ?? 0;
  if (waitMs > 0) return [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })];
  session.stage.unacknowledged += 1;
  const { in: conversation, cid, text } = command;
  return [
    {
      do: 'append',
      reply,
      draft: { type: 'message', in: conversation, at: now.wallMs, from: account, cid, text },
    },
  ];
}

function refuseText(text: string, maxCharacters: number): RefusalCode | undefined {
  if (text.trim() === '') return 'text-empty';
  // A string never has more characters than code units: only a long one has to be counted.
  if (text.length > maxCharacters && [...text].length > maxCharacters) return 'text-too-long';
  return undefined;
}

function readHistory(command: CommandOf<'read-history'>, asked: Asked<MemberSession>): Effect[] {
  const { room, session, reply } = asked;
  if (!mayRead(session.stage.account, command.in, room.roster)) {
    return [refuse(reply, { code: 'no-such-conversation' })];
  }
  if (command.after !== undefined && command.before !== undefined) {
    return [refuse(reply, { code: 'bad-field', field: 'before' })];
  }
  const { in: conversation, after, before, limit = limits.historyPage } = command;
  return [{ do: 'read-history', reply, query: { in: conversation, after, before, limit } }];
}

function nameLimit(code: RefusalCode): Pick<Refusal, 'limit'> {
  return code === 'name-too-long' ? { limit: limits.maxNameCharacters } : {};
}

function passwordLimit(code: RefusalCode): number {
  return code === 'password-too-short'
    ? limits.minPasswordCharacters
    : limits.maxPasswordCharacters;
}
