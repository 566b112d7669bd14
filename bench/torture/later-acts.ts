import type { RoomClient } from '../../src-main/client/room-client.ts';
import { newCid } from '../../src-main/client/new-cid.ts';
import { systemClock } from '../../src-main/net/system-clock.ts';
import { systemRandom } from '../../src-main/net/system-random.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { LaterChange } from '../../src-shared/protocol/said.ts';
import { passing } from './claims.ts';
import type { ClaimOf } from './claims.ts';

type LaterActsParts = {
  client: RoomClient;
  random: Random;
  words: (kind: string) => string;
  say: (claim: ClaimOf) => void;
};
type Made = { cid: Cid; in: ConversationId; at: number };

/** Soon, so that what happens to the host happens around these times too. */
const least = 300;
const most = 4000;
/** What may still be changed is remembered. */
const mostMade = 10;

/** What one member has the room send at a time, and thinks better of. */
export class LaterActs {
  readonly #parts: LaterActsParts;
  readonly #made: Made[] = [];

  constructor(parts: LaterActsParts) {
    this.#parts = parts;
  }

  /** Makes one, changes one or cancels one. */
  async act(conversation: ConversationId): Promise<void> {
    const { random } = this.#parts;
    const chance = random.fraction();
    const place = Math.floor(random.fraction() * this.#made.length);
    const made = this.#made[place];
    if (!made || chance < 0.6) {
      const cid = newCid(systemClock, systemRandom);
      return this.#send({ cid, in: conversation, at: this.#soon() });
    }
    // What was cancelled is not made anew.
    this.#made.splice(place, 1);
    if (chance < 0.75) return this.#send({ ...made, at: this.#soon() });
    return this.#cancel(made);
  }

  /** What waited for the room was refused by it. */
  refused(item: OutboxItem & { said: LaterChange }, code: string): void {
    const { said } = item;
    const text = said.type === 'send-later' ? said.text : '';
    // It says nothing of whether it was sent: whoever does not know that asks for its entry.
    const how = code === 'later-was-sent' ? 'waits' : 'refused';
    this.#parts.say({ is: 'later-answered', cid: said.message, text, how, at: Date.now() });
  }

  async #send(made: Made): Promise<void> {
    const { client, say, words } = this.#parts;
    const { cid, in: conversation, at } = made;
    const text = words('later');
    say({ is: 'later', cid, in: conversation, text, at });
    this.#made.push(made);
    if (this.#made.length > mostMade) this.#made.shift();
    const sent = await client.later.send({ cid, in: conversation, text, at });
    this.#answered(cid, text, sent);
    // As a window does that shows them.
    if (sent.ok) await client.later.list();
  }

  async #cancel({ cid, in: conversation }: Made): Promise<void> {
    const { client, say } = this.#parts;
    say({ is: 'later', cid, in: conversation, text: '', at: 0 });
    this.#answered(cid, '', await client.later.cancel(cid));
  }

  #answered(cid: Cid, text: string, answer: Outcome<unknown>): void {
    const { client, say } = this.#parts;
    if (!answer.ok && passing.has(answer.refusal.code)) return;
    const taken = client.outbox.laterChange(cid) ? 'waits' : 'taken';
    const isNotThere = !answer.ok && answer.refusal.code === 'no-such-later';
    const how = answer.ok ? taken : isNotThere ? 'not-there' : 'refused';
    say({ is: 'later-answered', cid, text, how, at: Date.now() });
  }

  #soon(): number {
    return Date.now() + least + Math.floor(this.#parts.random.fraction() * (most - least));
  }
}
