import { randomBytes } from 'node:crypto';
import type { LoadClient } from './load-client.ts';

const inFlight = 64;
/** 60 characters, the length that other chat servers were measured with. */
export const text = 'Sixty characters of text, as the others were measured with. ';

/** Keeps `inFlight` messages unacknowledged, in the batches in which acknowledgements come back. */
export function writeWithoutEnd(
  member: LoadClient,
  place: number,
  conversation = 'everyone',
): () => void {
  // A room that has a message of this cid already stores none and tells nobody.
  const run = randomBytes(4).toString('hex');
  let sent = 0;
  let isRunning = true;
  let owed = 0;
  const line = (): string => {
    sent += 1;
    const cid = `${run}-${place}-${String(sent).padStart(10, '0')}`;
    return `${JSON.stringify({ type: 'send-message', rid: sent, in: conversation, cid, text })}\n`;
  };
  member.onLine = (received) => {
    if (received.startsWith('{"type":"fail"')) throw new Error(received);
    if (!received.startsWith('{"type":"ok"')) return;
    owed += 1;
    if (owed > 1) return;
    setImmediate(() => {
      const batch = owed;
      owed = 0;
      if (isRunning) member.write(Array.from({ length: batch }, line).join(''));
    });
  };
  member.write(Array.from({ length: inFlight }, line).join(''));
  return () => {
    isRunning = false;
  };
}
