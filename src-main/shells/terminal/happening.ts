import type { ConnectionState, PrivateState } from '../../../src-shared/bridge/views.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Presence } from '../../../src-shared/protocol/frames.ts';
import type { TypedOutcome } from '../../../src-shared/typed/run-typed.ts';

/** Where something was said. */
export type Place =
  | { is: 'everyone' }
  | { is: 'direct'; partner: string }
  | { is: 'group'; name: string }
  | { is: 'private'; partner: string };

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
      /** From before this program came. */
      isOld: boolean;
    }
  | { is: 'joined' | 'left'; name: string; at: number; isOld: boolean }
  /** In a group; `other` missing where somebody left or gave it a name. */
  | {
      is: 'group';
      what: 'added' | 'removed' | 'left' | 'renamed';
      group: string;
      by: string;
      other?: string | undefined;
      at: number;
    }
  | { is: 'presence'; name: string; presence: Presence }
  | { is: 'connection'; connection: ConnectionState }
  | { is: 'private'; partner: string; state: PrivateState }
  /** Lines go there from now on. */
  | { is: 'place'; place: Place }
  /** Older lines were left out. */
  | { is: 'skipped'; count: number }
  | { is: 'logs-texts'; isOn: boolean }
  | { is: 'outcome'; outcome: TypedOutcome }
  | { is: 'refused'; refusal: Refusal }
  | { is: 'goodbye' };

/** Makes lines of what happens, for people or for programs. */
export interface Voice {
  /** Empty where nothing is to be said. */
  tell(happening: Happening): string;
  prompt(room: string, place: Place): string;
}
