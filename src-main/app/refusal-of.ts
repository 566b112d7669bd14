import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { ReplicaError } from '../client/replica/replica.ts';
import { ListenError } from '../net/listen-tcp.ts';
import { DialError } from '../net/transport.ts';
import { StoreError } from '../storage/store-error.ts';

const expected = [ReplicaError, StoreError, DialError, ListenError] as const;

/** The "no" that an error stands for; undefined for a defect. */
export function refusalOf(error: unknown): Refusal | undefined {
  for (const kind of expected) if (error instanceof kind) return error.refusal;
  return undefined;
}
