import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { AccountId, Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { PresenceHere } from '../../src-shared/protocol/members.ts';
import type { Keep } from '../../src-shared/protocol/retention.ts';
import type { Unsaid } from '../../src-shared/protocol/said.ts';

/** What one member's program says of itself, a line each as it happens: all that the judge knows besides the log. */
export type Claim = { by: string } & (
  | { is: 'entered'; account: AccountId }
  /** Is about to be written into the outbox. */
  | { is: 'tried'; in: ConversationId; what: string; file?: FileClaim }
  /** Is in the outbox, on disk; `mark`: the message that it reacts to, pins or takes down; `deletes`: that it deletes. */
  | { is: 'kept'; cid: Cid; in: ConversationId; what: string; mark?: number; deletes?: number }
  | { is: 'acknowledged'; cid: Cid }
  | { is: 'refused'; cid: Cid; code: string }
  /** New in the copy, on disk; `ages`: how many ms ago each message to everyone was written. */
  | { is: 'saw'; in: ConversationId; entries: [seq: number, digest: number][]; ages: number[] }
  /** The copy has let go what was before this number. */
  | { is: 'let-go'; in: ConversationId; firstSeq: number }
  /** Nothing waits any more, and the connection is live. */
  | { is: 'rested'; round: number }
  | { is: 'probed'; round: number }
  /** The connection is not live any more. */
  | { is: 'lost' }
  /** More than before in this round are taken for offline. */
  | { is: 'offline'; count: number }
  /** Wants the room to send it at a time, or in place of what it wanted before; with no text: it is cancelled. */
  | { is: 'later'; cid: Cid; in: ConversationId; text: string; at: number }
  /**
   * `taken`: by the room; `waits`: in the outbox, until the room hears of it; `not-there`: cancelling it was refused, as it
   * waits no more. `at`: when that was said, by the computer's clock.
   */
  | {
      is: 'later-answered';
      cid: Cid;
      text: string;
      how: 'taken' | 'waits' | 'refused' | 'not-there';
      at: number;
    }
  /** Says this of itself, until then. */
  | { is: 'status'; text: string; until?: number }
  | { is: 'status-answered'; how: 'taken' | 'refused' }
  /** Has heard something in a private chat. */
  | { is: 'private' }
  | { is: 'fetched'; in: ConversationId; seq: number; isWhole: boolean }
  | { is: 'not-fetched'; in: ConversationId; seq: number; code: string }
  /** How far this member has read, by its own copy, and how it stands. */
  | { is: 'read'; account: AccountId; upTo: ReadUpTo[]; presence: PresenceHere }
  /** What it knows of others is what they have said; `statuses`: what it shows of all, as one number. */
  | { is: 'knew'; statuses: number }
  /** The copy had to be thrown away, or the member's program could not go on. */
  | { is: 'broke'; why: string }
  /** What the copy shows at the end, a digest for each hundred numbers from `firstSeq` on. */
  | { is: 'copy'; in: ConversationId; firstSeq: number; lastSeq: number; hundreds: number[] }
  | { is: 'copied' }
);

export type ClaimOf = Claim extends infer C ? (C extends Claim ? Omit<C, 'by'> : never) : never;

/** What others may know of it: from what was read last to what was read or let go by the room. Else one number, twice. */
export type ReadUpTo = [conversation: ConversationId, least: number, most: number];

/** What everybody has to know of everybody at the end. */
export type Known = {
  /** How far each has read. */
  read: [AccountId, ReadUpTo[]][];
  /** What each may say of itself. */
  statuses: [AccountId, string[]][];
  presences: [AccountId, PresenceHere][];
};

/** A file's bytes are made from a seed, so that they need not be told. */
export type FileClaim = { hash: string; size: number; seed: number };

/** What the orchestrator asks of a process of members. */
export type Wish =
  | { do: 'go' }
  | { do: 'rest'; round: number }
  /** The first of them says something to everyone, all say when they have seen it. */
  | { do: 'probe'; round: number; from: string }
  /** Their clocks are wrong by so much from now on. */
  | { do: 'shift-clock'; byMs: number }
  | { do: 'tell-read' }
  | ({ do: 'know' } & Known)
  | { do: 'copy' }
  | { do: 'end' };

/** What the orchestrator asks of the host, a line each. */
export type HostWish =
  | { do: 'shift-clock'; byMs: number }
  /** What the room keeps from now on; answered when it is on disk. */
  | { do: 'keep'; keep: Keep }
  /** A backup into this folder; answered with its path, or with why there is none. */
  | { do: 'back-up'; folder: string }
  /** A room of a backup into this folder; answered with `restored`, or with why there is none. */
  | { do: 'restore'; path: string; folder: string };

/** What a person would try again; whether it was done nobody knows. All else stands for good. */
export const passing: ReadonlySet<string> = new Set([
  'store-full',
  'store-failed',
  'too-fast',
  'data-full',
  'try-later',
  'connection-lost',
]);

/** By the computer's clock, which nothing shifts: when these words were thought of. */
export const thoughtOfAt = (text: string): number => Number(/ at (\d+)$/.exec(text)?.[1] ?? 0);

/** Begins what is said in private chats, and nothing else. */
export const privateMark = 'between-two';

export const probeText = (round: number): string => `probe ${round}`;
export const isProbe = (text: string): boolean => text.startsWith('probe ');

/** What was said, without what only its writer knows of it: two readers of one entry have one digest. */
export function digestOf(entry: Entry): number {
  const { id: _id, at: _at, cid: _cid, ...said } = entry as Entry & { cid?: Cid };
  return digest(JSON.stringify(Object.entries(said).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** 32 bits of FNV-1a: enough to tell what differs by accident. */
export function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) {
    hash ^= text.charCodeAt(place);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** How the judge names what was said: a text is said once by one member, so is a reaction. */
export function whatOf(said: Unsaid): string {
  const { type } = said;
  const target = 'target' in said ? said.target : '';
  const detail = 'emoji' in said ? said.emoji : 'text' in said ? said.text : '';
  return `${type} ${target} ${detail}`;
}

/** The message to which it does what leaves nothing to do where that was deleted: the outbox lets it go then. */
export function markOf(said: Unsaid): number | undefined {
  const isMark = 'target' in said && !/^(edit|delete)-/.test(said.type);
  return isMark ? said.target : undefined;
}

export function fileBytes({ seed, size }: Pick<FileClaim, 'seed' | 'size'>): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed >>> 0;
  for (let place = 0; place < size; place += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[place] = state >>> 24;
  }
  return bytes;
}
