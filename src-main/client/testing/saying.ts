import type { SaidOf } from '../../../src-shared/protocol/said.ts';

/** A message, as it waits in an outbox. */
export function saying(text: string): SaidOf<'send-message'> {
  return { type: 'send-message', text };
}
