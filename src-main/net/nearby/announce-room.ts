import type { NearbyProblem } from '../../../src-shared/host/nearby.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import { Multicast } from './multicast.ts';
import type { MulticastOptions } from './multicast.ts';
import type { RoomRecord } from './room-record.ts';
import { encodeRecord, isQuestion } from './room-record.ts';

/** RFC 6762, 6: the same record at most once a second, however often it is asked for. */
const answerEveryMs = 1000;
/** The first word may have been lost. */
const againMs = 1000;
const maxQuestionsPerSecond = 50;

export type AnnounceOptions = Pick<MulticastOptions, 'interfaces' | 'port'> & {
  clock: Clock;
  /** As it is now. */
  read: () => RoomRecord;
};

/** A room that says on every network of this machine that it is there. */
export type Announced = {
  readonly problem: NearbyProblem | undefined;
  /** Says goodbye. */
  stop(): Promise<void>;
};

/** Nothing that goes wrong with it harms the room. */
export function announceRoom(options: AnnounceOptions): Announced {
  const { clock, read, interfaces, port } = options;
  const { room } = read();
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  let cancelAgain: () => void = () => undefined;
  let isStopped = false;
  let second = { begunAt: 0, questions: 0 };

  const tell = (isGone = false) => {
    const record = read();
    multicast.send((address) => encodeRecord(record, address, isGone));
  };
  const answer = () => {
    if (cancel || isStopped) return;
    const waitMs = Math.max(0, lastMs + answerEveryMs - clock.monotonicMs());
    const say = () => {
      cancel = undefined;
      lastMs = clock.monotonicMs();
      tell();
    };
    if (waitMs === 0) say();
    else cancel = clock.after(waitMs, say);
  };
  /** Looked at before anything is read: whoever floods the network gets fewer answers, and costs no more. */
  const mayAsk = () => {
    const now = clock.monotonicMs();
    if (now - second.begunAt >= 1000) second = { begunAt: now, questions: 0 };
    second.questions += 1;
    return second.questions <= maxQuestionsPerSecond;
  };
  const multicast = new Multicast({
    clock,
    interfaces,
    port,
    heard: (bytes) => {
      if (!isStopped && mayAsk() && isQuestion(bytes, room)) answer();
    },
    joined: () => {
      answer();
      cancelAgain();
      cancelAgain = clock.after(againMs, answer);
    },
  });
  return {
    get problem() {
      return multicast.problem;
    },
    async stop() {
      if (isStopped) return;
      isStopped = true;
      cancel?.();
      cancelAgain();
      tell(true);
      await multicast.close();
    },
  };
}
