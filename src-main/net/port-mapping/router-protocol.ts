import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Router } from './find-router.ts';

/** What a router can be asked. A router is a stranger: whatever it answers is bounded in bytes and in time. */
export type RouterQuestion = {
  clock: Clock;
  router: Router;
  /** Of the room, here. */
  port: number;
  /** Ends what is under way. */
  signal: AbortSignal;
};

export type RouterAnswer =
  /** `outside` is the router's own address outside, which may be of another local network. */
  | { is: 'mapped'; outside: string; port: number; leaseMs: number }
  | { is: 'refused' | 'no-outside' | 'no-answer' };

/** A way to ask a router that people from outside are let in at one port; it rejects never. */
export interface RouterProtocol {
  /** Made anew or renewed. */
  map(question: RouterQuestion): Promise<RouterAnswer>;
  /** Takes back whatever it may have made, also if the answer never came. */
  unmap(by: Pick<RouterQuestion, 'clock' | 'signal'>): Promise<void>;
}

/** How long a router is asked to let people in; it is asked again at half of it. */
export const wantedLeaseMs = 60 * 60_000;
