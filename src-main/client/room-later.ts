import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import type { LaterMessage } from '../../src-shared/protocol/later.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { newCid } from './new-cid.ts';
import type { RoomLink } from './room-link.ts';
import { maxTextUnits } from './vet-entries.ts';

const notConnected = refused({ code: 'connection-lost' });

/** What this person wants the room to send at a time. It waits in the room, so nothing of it is kept here. */
export class RoomLater {
  readonly #clock: Clock;
  readonly #random: Random;
  #link: RoomLink | undefined;

  constructor({ clock, random }: { clock: Clock; random: Random }) {
    this.#clock = clock;
    this.#random = random;
  }

  attach(link: RoomLink): void {
    this.#link = link;
  }

  detach(): void {
    this.#link = undefined;
  }

  async list(): Promise<Outcome<LaterMessage[]>> {
    if (!this.#link) return notConnected;
    const answer = await this.#link.request('list-later', {});
    if (!answer.ok) return answer;
    return done(answer.value.messages.filter(({ text }) => text.length <= maxTextUnits));
  }

  /** With the `cid` of one that waits: instead of it. */
  async send({
    cid = newCid(this.#clock, this.#random),
    ...message
  }: Omit<LaterMessage, 'cid' | 'refusal'> & { cid?: Cid | undefined }): Promise<Outcome<null>> {
    if (!this.#link) return notConnected;
    const answer = await this.#link.request('send-later', { ...message, cid });
    return answer.ok ? done(null) : answer;
  }

  async cancel(cid: Cid): Promise<Outcome<LaterMessage[]>> {
    if (!this.#link) return notConnected;
    const answer = await this.#link.request('cancel-later', { cid });
    return answer.ok ? this.list() : answer;
  }
}
