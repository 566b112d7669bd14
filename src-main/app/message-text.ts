import type { RoomClient } from '../client/room-client.ts';
import { done, refused } from '../client/outcome.ts';
import type { Outcome } from '../client/outcome.ts';

/** What may be sent of what was typed; refused where it is empty or longer than the room takes (R1.7). */
export function checkText(
  { maxTextCharacters: limit }: Pick<RoomClient, 'maxTextCharacters'>,
  text: string,
): Outcome<string> {
  // Half a character cannot be sent.
  const whole = text.toWellFormed();
  if (whole.trim() === '') return refused({ code: 'text-empty' });
  if (whole.length > limit && [...whole].length > limit) {
    return refused({ code: 'text-too-long', limit });
  }
  return done(whole);
}
