import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { Command } from '../../src-shared/protocol/protocol.ts';
import type { Effect, Now, SessionId } from '../room/effects.ts';
import type { Room } from '../room/room.ts';
import type { RoomDirectory, SessionPort } from './session-port.ts';

/** What all sessions of one room have of its runner. */
export type SessionParts = {
  directory: RoomDirectory;
  room: Room;
  now: () => Now;
  carryOut: (effects: readonly Effect[]) => void;
  /** Its peer hears nothing any more; false if that was so before. */
  closed: (session: SessionId) => boolean;
};

/** One session at the room. There are thousands: each is this and no more. */
export class OpenedSession implements SessionPort {
  readonly #id: SessionId;
  readonly #parts: SessionParts;

  constructor(id: SessionId, parts: SessionParts) {
    this.#id = id;
    this.#parts = parts;
  }

  get room(): RoomDirectory {
    return this.#parts.directory;
  }

  handle(command: Command): void {
    const { room, now, carryOut } = this.#parts;
    carryOut(room.handle(this.#id, command, now()));
  }

  enterAsGuest(rid: number, name: string, roomPassword?: string): void {
    const { room, now, carryOut } = this.#parts;
    carryOut(room.enterAsGuest({ session: this.#id, rid }, { name, roomPassword }, now()));
  }

  heard(): void {
    const { room, now } = this.#parts;
    room.heard(this.#id, now());
  }

  self(): Member | undefined {
    return this.#parts.room.memberOf(this.#id);
  }

  account(): AccountId | undefined {
    return this.#parts.room.accountOf(this.#id);
  }

  closed(reason: Refusal['code'] | undefined): void {
    const { room, now, carryOut, closed } = this.#parts;
    if (closed(this.#id)) carryOut(room.closed(this.#id, reason, now()));
  }
}
