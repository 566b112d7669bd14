import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';

/** 96 random bits behind the time: rooms and replicas index cids, and rising keys are quick to add. */
const randomCharacters = 16;

export function newCid(clock: Clock, random: Random): Cid {
  return `${clock.wallMs().toString(36)}${random.text(randomCharacters)}` as Cid;
}
