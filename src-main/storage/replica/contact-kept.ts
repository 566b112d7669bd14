import type { ContactRecord } from '../../client/replica-port.ts';

/** False for a record that says no more than that there is none. */
export function isAnythingKept(contact: ContactRecord): boolean {
  const { note, favourite, blocked, muted } = contact;
  return note !== '' || favourite || blocked || muted;
}
