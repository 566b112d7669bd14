import type { RoomId } from '../protocol/ids.ts';
import type { OdaBridge, PushName, Pushes } from './bridge.ts';

type Bridge = Pick<OdaBridge, 'on'>;
type OfRoom = { room: RoomId };
type Hearing = { [N in PushName]?: (push: Pushes[N]) => void };
type RoomHearing = {
  [N in PushName as Pushes[N] extends OfRoom | OfRoom[] ? N : never]?: (push: Pushes[N]) => void;
};

/** Hears several pushes. Returns what ends that. */
export function listen(bridge: Bridge, hearing: Hearing): () => void {
  const all = Object.entries(hearing) as [PushName, (push: unknown) => void][];
  const ends = all.map(([name, hear]) => bridge.on(name, hear));
  return () => {
    for (const end of ends) end();
  };
}

type Room = { room: RoomId; inTurn?: (hear: () => void) => void };

/** Hears what is told of one room, all of it `inTurn`. Returns what ends that. */
export function listenToRoom(
  bridge: Bridge,
  { room, inTurn = (hear) => hear() }: Room,
  hearing: RoomHearing,
): () => void {
  const isOwn = (push: OfRoom) => push.room === room;
  const all = Object.entries(hearing) as [string, (push: OfRoom | OfRoom[]) => void][];
  const own = all.map(([name, hear]) => [
    name,
    (push: OfRoom | OfRoom[]) => {
      const heard = Array.isArray(push) ? push.filter(isOwn) : push;
      if (Array.isArray(heard) ? heard.length > 0 : isOwn(heard)) inTurn(() => hear(heard));
    },
  ]);
  return listen(bridge, Object.fromEntries(own) as Hearing);
}

/** Holds back what is told while an answer is awaited: it may be newer than the answer. */
export function createHold() {
  let held: (() => void)[] | undefined;
  return {
    inTurn: (hear: () => void): void => {
      if (held) held.push(hear);
      else hear();
    },
    hold: (): void => {
      held ??= [];
    },
    release: (): void => {
      const waiting = held ?? [];
      held = undefined;
      for (const hear of waiting) hear();
    },
  };
}
