import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Effect } from '../room/effects.ts';
import type { AppendOutcome, LaterOfAccount, LaterStore } from '../room/ports.ts';
import type { Written } from './log-writer.ts';

/** Its writer has cancelled or changed it meanwhile; a disk that is full may have room again. */
const mayStillWait: ReadonlySet<string> = new Set(['no-such-later', 'store-full', 'store-failed']);

export type LaterSenderParts = {
  later: LaterStore;
  say: (later: LaterOfAccount) => { refusal: Refusal } | { effects: Effect[] };
  carryOut: (effects: readonly Effect[]) => void;
  wallMs: () => number;
  reportDefect: (error: unknown) => void;
};

/** Hands in what its time has come for. Twice, if the host ended in between: the log takes a cid once (W4). */
export class LaterSender {
  readonly #parts: LaterSenderParts;
  /** What the log has and did not answer yet. */
  readonly #sending = new Map<`${AccountId} ${Cid}`, LaterOfAccount>();
  readonly #noting = new Set<Promise<void>>();
  #looking: Promise<void> | undefined;

  constructor(parts: LaterSenderParts) {
    this.#parts = parts;
  }

  tick(): void {
    if (this.#looking) return;
    this.#looking = this.#look()
      .catch((error: unknown) => this.#parts.reportDefect(error))
      .finally(() => {
        this.#looking = undefined;
      });
  }

  /** For everything that nobody waits for an answer to. */
  written({ draft, outcome }: Written): void {
    if (draft.type !== 'message' || draft.cid === undefined) return;
    const key = `${draft.from} ${draft.cid}` as const;
    const sent = this.#sending.get(key);
    if (!sent) return;
    this.#sending.delete(key);
    const code = whyNotStored(outcome);
    if (code !== undefined && !mayStillWait.has(code)) this.#note(sent, code);
  }

  async settled(): Promise<void> {
    await this.#looking;
    await Promise.all(this.#noting);
  }

  async #look(): Promise<void> {
    const { later, say, carryOut, wallMs } = this.#parts;
    for (const each of await later.due(wallMs())) {
      const key = `${each.account} ${each.cid}` as const;
      // The log has it. Others need not wait for that.
      if (this.#sending.has(key)) continue;
      const said = say(each);
      if ('refusal' in said) this.#note(each, said.refusal.code);
      else {
        this.#sending.set(key, each);
        carryOut(said.effects);
      }
    }
  }

  #note(later: LaterOfAccount, refusal: string): void {
    const noting = this.#parts.later
      .noteRefusal(later, refusal)
      .catch((error: unknown) => this.#parts.reportDefect(error))
      .finally(() => this.#noting.delete(noting));
    this.#noting.add(noting);
  }
}

/** Said before, it waits no more; one that does all the same is noted, or it would stand before others for ever. */
function whyNotStored(outcome: AppendOutcome): string | undefined {
  if (outcome.is === 'stored') return undefined;
  return outcome.is === 'refused' ? outcome.code : 'cid-used';
}
