import type { Imported } from '../../../src-shared/protocol/imported.ts';
import type { SentFile } from '../../../src-shared/protocol/files.ts';
import type { ConnectionState, PrivateState } from '../../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Presence } from '../../../src-shared/protocol/members.ts';
import type { EntryTold } from '../../../src-shared/sentences/entry-sentence.ts';
import type { RecordedLine, TypedOutcome } from '../../../src-shared/typed/typed-world.ts';

/** Where something was said. */
export type Place =
  | { is: 'everyone' }
  | { is: 'direct'; partner: string }
  | { is: 'group'; name: string }
  | { is: 'private'; partner: string };

/** Who gives a file in private has stopped it for now; of `size` bytes so many are here. */
export type FileStopped = { is: 'file-stopped'; file: string; done: number; size: number };

/** What a terminal member tells of; names and texts are as others wrote them. */
export type Happening =
  | { is: 'entered'; room: string; name: string; others: readonly string[]; logsTexts: boolean }
  | {
      is: 'message';
      place: Place;
      from: string;
      isOwn: boolean;
      text: string;
      at: number;
      /** Told by this program before, or said before it first came. */
      isOld: boolean;
      /** By which it can be named here; none of what is said in private. */
      number?: number | undefined;
      /** The number of the one that it answers. */
      reply?: number | undefined;
      /** Who wrote it elsewhere; `from` has only brought it. */
      imported?: Imported | undefined;
      /** Whose words these are. */
      forwarded?: string | undefined;
      files?: readonly SentFile[] | undefined;
    }
  /** What the log holds besides messages. `number`: of the message to which something was done. */
  | { is: 'entry'; told: EntryTold; at: number; isOld: boolean; number?: number | undefined }
  /** Somebody new waits to be let in, and this person may answer. */
  | { is: 'knock'; name: string; address?: string | undefined; at: number }
  /** Who has sent it is told. */
  | { is: 'no-space'; name: string; file: string }
  | { is: 'presence'; name: string; presence: Presence }
  | { is: 'connection'; connection: ConnectionState }
  | { is: 'private'; partner: string; state: PrivateState | FileStopped }
  /** What both compare: places in the list of signs. */
  | { is: 'compare'; partner: string; signs: readonly number[] }
  /** Lines go there from now on; `isChosen` if the person wanted it so. */
  | { is: 'place'; place: Place; isChosen: boolean }
  /** Older lines were left out. */
  | { is: 'skipped'; count: number }
  | { is: 'logs-texts'; isOn: boolean }
  /** A moderator did something to somebody. */
  | { is: 'recorded'; line: RecordedLine }
  /** The room's numbers have changed; what follows is told once more (W9). */
  | { is: 'resynced'; refusal: Refusal }
  | { is: 'outcome'; outcome: TypedOutcome }
  /** `text` is what was not said because of it. */
  | { is: 'refused'; refusal: Refusal; text?: string | undefined }
  /** Goes out when the room is back. */
  | { is: 'kept'; text: string }
  /** What was being typed for somebody who is gone; without `text` what may have been meant as a password. */
  | { is: 'set-aside'; text?: string }
  /** So many messages are left for the next time. */
  | { is: 'unsent'; count: number }
  | { is: 'goodbye' };

/** Makes lines of what happens, for people or for programs. */
export interface Voice {
  /** Empty if nothing is to be said. */
  tell(happening: Happening): string;
  prompt(room: string, place: Place): string;
}
