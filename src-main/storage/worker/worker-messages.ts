import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { ReplicaError } from '../../client/replica/replica.ts';
import { StoreError } from '../store-error.ts';

/** Number 0 opens stores; the others are what it opened. */
export const openerNumber = 0;

/** A call of a method that a part of a store in the worker has. */
export type WorkerRequest = {
  call: number;
  store: number;
  part: string;
  method: string;
  params: unknown[];
};

export type WorkerReply = { call: number } & (
  | { ok: true; value: unknown }
  | { ok: false; error: CrossingError }
);

/** What of a reply goes over without being copied: the bytes of a page belong to whoever asked for it. */
export function bytesOf(reply: WorkerReply): ArrayBuffer[] {
  if (!reply.ok || typeof reply.value !== 'object' || reply.value === null) return [];
  return Object.values(reply.value).flatMap((field: unknown) =>
    field instanceof Uint8Array && field.buffer instanceof ArrayBuffer ? [field.buffer] : [],
  );
}

/** Structured clone keeps neither an error's class nor its refusal. */
export type CrossingError =
  | { is: 'store' | 'replica'; refusal: Refusal; stack: string | undefined }
  | { is: 'defect'; message: string; stack: string | undefined };

export function packError(error: unknown): CrossingError {
  const stack = error instanceof Error ? error.stack : undefined;
  if (error instanceof StoreError) return { is: 'store', refusal: error.refusal, stack };
  if (error instanceof ReplicaError) return { is: 'replica', refusal: error.refusal, stack };
  return { is: 'defect', message: error instanceof Error ? error.message : String(error), stack };
}

export function unpackError(crossing: CrossingError): Error {
  const error =
    crossing.is === 'defect'
      ? new Error(crossing.message)
      : new { store: StoreError, replica: ReplicaError }[crossing.is](crossing.refusal);
  if (crossing.stack !== undefined) error.stack = crossing.stack;
  return error;
}
