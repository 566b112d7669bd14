import type { Knock } from '../../src-shared/protocol/knocks.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { checkName } from '../../src-shared/text/names.ts';
import type { RoomLink } from './room-link.ts';

/** Who waits at the door of a room, as far as this person may answer. */
export class RoomKnocks {
  readonly #changed: () => void;
  #list: readonly Knock[] = [];
  #link: RoomLink | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  list(): readonly Knock[] {
    return this.#list;
  }

  /** What was told before, or left out, is asked for. */
  async attach(link: RoomLink): Promise<void> {
    this.#link = link;
    const answer = await link.request('list-knocks', {});
    if (answer.ok && this.#link === link) this.take(answer.value.knocks);
  }

  detach(): void {
    this.#link = undefined;
    this.take([]);
  }

  /** Names that a room would have to refuse are not shown. */
  take(knocks: readonly Knock[]): void {
    const before = this.#list;
    this.#list = knocks.filter(({ name }) => checkName(name.slice(0, longest)).ok);
    if (before.length > 0 || this.#list.length > 0) this.#changed();
  }

  async answer(knock: number, letIn: boolean): Promise<Outcome<null>> {
    if (!this.#link) return refused({ code: 'connection-lost' });
    const answer = await this.#link.request('answer-knock', { knock, letIn });
    return answer.ok ? done(null) : answer;
  }
}

const longest = 4 * limits.maxNameCharacters;
