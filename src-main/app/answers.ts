import type { Answer } from '../../src-shared/bridge/bridge.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';

export type Refused = { ok: false } & Refusal;

export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refuse(refusal: Refusal): Refused {
  return { ok: false, ...refusal };
}

export type { Answer };
