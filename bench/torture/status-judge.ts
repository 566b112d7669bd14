import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { Claim } from './claims.ts';

type Said = { text: string; until: number | undefined; how: 'tried' | 'taken' | 'refused' };

/** What people say of themselves: everybody shows of everybody what the room has acknowledged last, until its end. */
export class StatusJudge {
  readonly #said = new Map<string, Said[]>();
  /** By what all who were asked show. */
  readonly #shown = new Map<number, string>();

  take({ by, text, until }: Extract<Claim, { is: 'status' }>): void {
    this.#said.set(by, [...(this.#said.get(by) ?? []), { text, until, how: 'tried' }]);
  }

  takeAnswer({ by, how }: Extract<Claim, { is: 'status-answered' }>): void {
    const last = this.#said.get(by)?.at(-1);
    if (last) last.how = how;
  }

  /** What may be shown of each when all ends have come: of those that nobody heard an answer to, nobody knows. */
  possible(accounts: ReadonlyMap<string, string>): [AccountId, string[]][] {
    return [...accounts].map(([name, account]) => {
      const said = this.#said.get(name) ?? [];
      const last = said.findLastIndex(({ how }) => how === 'taken');
      const texts = said
        .slice(Math.max(0, last))
        .filter(({ how }) => how !== 'refused')
        .map(({ text, until }) => (until === undefined ? text : ''));
      return [account as AccountId, last === -1 ? ['', ...texts] : texts];
    });
  }

  /** What is wrong if this one shows something else than another. */
  takeShown({ by, statuses }: Extract<Claim, { is: 'knew' }>): string | undefined {
    const [other] = [...this.#shown].find(([shown]) => shown !== statuses) ?? [];
    const first = other === undefined ? undefined : this.#shown.get(other);
    if (!this.#shown.has(statuses)) this.#shown.set(statuses, by);
    return first === undefined ? undefined : `${by} shows other statuses than ${first}`;
  }
}
