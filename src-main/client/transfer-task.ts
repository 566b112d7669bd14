import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { FileHash, FileTicket, SentFile } from '../../src-shared/protocol/files.ts';
import type { ConversationId, PrivateId } from '../../src-shared/protocol/ids.ts';
import type { FileLink } from './file-link.ts';
import type { SpeedMeter } from './speed-meter.ts';

/** Where the message stands that has a file, in which private chat it was said, or that it is somebody’s picture. */
export type FilePlace = { in: ConversationId; seq: number } | { private: PrivateId } | 'pictures';
export type Way =
  | { is: 'up' }
  | { is: 'down'; from: FilePlace }
  /** To the other side of a private chat, which has asked for it. */
  | ({ is: 'give' } & Asking);
/** `ticket`: opens the connection of who gives. */
export type Asking = { private: PrivateId; ticket: FileTicket };
export type FileToMove = Pick<SentFile, 'hash' | 'size'>;
/** What the room has and what a private chat has are two files, whatever somebody says their hashes to be. */
export type FileOfPlace = { hash: FileHash; isPrivate?: true | undefined };

/** What is on its way, or is to be. */
export type TransferView = FileOfPlace & {
  size: number;
  /** `dropped`: nothing of it is here, or on its way. */
  is: 'waiting' | 'up' | 'down' | 'stopped' | 'dropped';
  done: number;
  bytesPerSecond: number;
  refusal?: Refusal | undefined;
};

/** One file on one way. */
export type Task = {
  readonly file: FileToMove;
  readonly way: Way;
  readonly speed: SpeedMeter;
  /** `pausing`: it waits a moment before it is tried again. */
  state: 'waiting' | 'running' | 'pausing' | 'stopped';
  link?: FileLink | undefined;
  /** Which of its tries goes just now: one that was stopped has no say in what comes after it. */
  run?: object | undefined;
  done: number;
  refusal?: Refusal | undefined;
  /** Since it carried something. */
  tries: number;
  /** The most that was known to be where it belongs. */
  carried: number;
  /** Who waits for its end. */
  readonly settled: PromiseWithResolvers<Refusal | undefined>;
};

/**
 * So many files are on their way at once, each on a connection of its own. What waits for somebody's partner holds nothing
 * else up, and what is given never waits for what is taken: two who give each other files would wait for ever.
 */
export const atOnce = { room: 3, partner: 2, give: 2 };
export type Lane = keyof typeof atOnce;
export function viewOf({ file, way, state, done: bytes, speed, refusal }: Task): TransferView {
  const moves = way.is === 'down' ? 'down' : 'up';
  const stands = state === 'stopped' ? 'stopped' : 'waiting';
  const is: TransferView['is'] = state === 'running' ? moves : stands;
  const view = { ...file, ...placeOf(way), is, done: bytes, bytesPerSecond: speed.bytesPerSecond };
  return refusal ? { ...view, refusal } : view;
}

export function isStoppedThere({ refusal }: Task): boolean {
  return refusal?.code === 'file-stopped-there';
}

export function laneOf(way: Way): Lane {
  if (way.is === 'give') return 'give';
  return privateOf(way) === undefined ? 'room' : 'partner';
}

/** The private chat in which it was said. */
export function privateOf(way: Way): PrivateId | undefined {
  if (way.is === 'give') return way.private;
  if (way.is === 'up' || way.from === 'pictures') return undefined;
  return 'private' in way.from ? way.from.private : undefined;
}

export function isOfPrivate(way: Way): boolean {
  return laneOf(way) !== 'room';
}

export function placeOf(way: Way): { isPrivate?: true } {
  return isOfPrivate(way) ? { isPrivate: true } : {};
}

export function keyOf(hash: FileHash, way: Way): string {
  return `${laneOf(way)} ${way.is} ${hash}`;
}

/** A way that carries something is no bad way, however often it breaks. */
export function carriedTo(task: Task, bytes: number): void {
  if (bytes <= task.carried) return;
  task.carried = bytes;
  task.tries = 0;
}
