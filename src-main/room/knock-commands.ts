import type { HostLogEvent } from '../../src-shared/host/host-log.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { knocks } from '../../src-shared/protocol/knocks.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import type { Effect, Now, SessionId } from './effects.ts';
import type { Knocking } from './knocks.ts';
import { answer, refuse, sessionLine } from './room-state.ts';
import type { Asked, Handlers, RoomState } from './room-state.ts';
import { roleIn } from './roster.ts';

export const knockCommands: Handlers<typeof knocks> = {
  'list-knocks'(_command, { room, session, reply }) {
    const own = room.roster.get(session.stage.account);
    const knocks = room.knocks.told({ isOwner: own?.role === 'owner' });
    return [answer(reply, { knocks })];
  },
  'answer-knock'({ knock, letIn }, { room, now, reply }) {
    const effects = answerKnock(room, { knock, letIn }, now);
    return effects ? [answer(reply, {}), ...effects] : [refuse(reply, { code: 'no-such-knock' })];
  },
};

/** Somebody new stands at the door: those who may answer are asked, or it is refused. */
export function knockAtDoor(
  { room, now, reply }: Pick<Asked, 'room' | 'now' | 'reply'>,
  knocking: Knocking,
): Effect[] {
  const refusal = room.knocks.refuse(knocking, now);
  if (refusal) return [refuse(reply, refusal)];
  room.knocks.add(knocking, now);
  return [
    { do: 'hold', session: reply.session },
    refuse(reply, { code: 'approval-asked' }),
    doorLine('knocked', knocking, { room, at: now.wallMs }),
    ...tellKnocks(room),
  ];
}

/** Undefined if nobody waits there any more. */
export function answerKnock(
  room: RoomState,
  { knock, letIn }: { knock: number; letIn: boolean },
  now: Now,
): Effect[] | undefined {
  const waiting = room.knocks.get(knock);
  if (!waiting) return undefined;
  const effects = letIn ? letInAtDoor(room, waiting, now.wallMs) : turnAway(room, waiting, now);
  return [...effects, ...tellKnocks(room)];
}

/** The host has chosen that the room does not ask any more. */
export function clearDoor(room: RoomState, at: number): Effect[] {
  const waiting = room.knocks.list();
  if (room.options.access === 'approval' || waiting.length === 0) return [];
  const isOpen = room.options.access === 'open';
  const effects = waiting.flatMap((one) =>
    isOpen ? letInAtDoor(room, one, at) : sendAway(room, one, { code: 'invite-needed' }),
  );
  return [...effects, ...tellKnocks(room)];
}

/** Whoever waited has gone. */
export function leaveDoor(room: RoomState, session: SessionId): Effect[] {
  return room.knocks.remove(session) ? tellKnocks(room) : [];
}

function letInAtDoor(room: RoomState, knocking: Knocking, at: number): Effect[] {
  const { session, nameKey } = knocking;
  room.knocks.remove(session.id);
  session.stage = { is: 'let-in', nameKey };
  session.openedAtMs = session.heardAtMs;
  return [
    { do: 'tell-private', to: [session.id], frame: { type: 'let-in' } },
    doorLine('let-in', knocking, { room, at }),
  ];
}

function turnAway(room: RoomState, knocking: Knocking, now: Now): Effect[] {
  room.knocks.turnAway(knocking, now);
  const refusal = { code: 'turned-away', retryAfterMs: limits.turnedAwayMs } as const;
  return [
    ...sendAway(room, knocking, refusal),
    doorLine('turned-away', knocking, { room, at: now.wallMs }),
  ];
}

function sendAway(room: RoomState, { session }: Knocking, refusal: Refusal): Effect[] {
  room.knocks.remove(session.id);
  session.stage = { is: 'greeted' };
  return [{ do: 'close', session: session.id, refusal }];
}

/** From where is for the owner alone. */
function tellKnocks({ knocks, roster }: RoomState): Effect[] {
  const owners: SessionId[] = [];
  const others: SessionId[] = [];
  for (const account of roster.here()) {
    if (!may(roleIn(account), 'answer-knocks')) continue;
    (account.role === 'owner' ? owners : others).push(...account.sessions.keys());
  }
  const tell = (to: SessionId[], isOwner: boolean): Effect[] =>
    to.length === 0
      ? []
      : [{ do: 'notice', to, frame: { type: 'knocks', knocks: knocks.told({ isOwner }) } }];
  return [...tell(owners, true), ...tell(others, false)];
}

function doorLine(
  event: HostLogEvent,
  { session, name }: Knocking,
  { room: { roster }, at }: { room: RoomState; at: number },
): Effect {
  const now = { wallMs: at, monotonicMs: session.heardAtMs };
  return { do: 'log', line: { ...sessionLine(event, session, { roster, now }), name } };
}
