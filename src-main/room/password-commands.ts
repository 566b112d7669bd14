import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Effect } from './effects.ts';
import { answer, refuse } from './room-state.ts';
import type { Handler } from './room-state.ts';
import type { Roster } from './roster.ts';
import { refuseNewPassword, withPasswordLimit } from './sign-in-rules.ts';

/** While one change is checked another one of the same account waits for it to be over. */
const oneByOneMs = 1000;

/** Sets, changes or (without a new one) removes the password of one's own name (R3.12). */
export const setPassword: Handler<'set-password'> = (command, { room, session, now, reply }) => {
  const { current, password, deviceKey } = command;
  const { account, device } = session.stage;
  const own = room.roster.get(account);
  if (!own) return [refuse(reply, { code: 'sign-in-first' })];
  const code = refuseNewPassword(password);
  if (code) return [refuse(reply, withPasswordLimit(code))];
  if (own.hasPassword && current === undefined) {
    return [refuse(reply, { code: 'password-needed' })];
  }
  if (own.isChangingPassword) {
    return [refuse(reply, { code: 'try-later', retryAfterMs: oneByOneMs })];
  }
  // By account, never by address: the device is known, and others at its address must not keep it from this.
  const waitMs = own.bucket.take(now.monotonicMs);
  if (waitMs > 0) return [refuse(reply, { code: 'try-later', retryAfterMs: waitMs })];
  own.isChangingPassword = true;
  const checked = own.hasPassword ? current : undefined;
  return [{ do: 'change-password', reply, account, device, deviceKey, current: checked, password }];
};

/** The report on a `change-password`, which has come by the log before. */
export function passwordChanged(
  { reply, account, password }: Extract<Effect, { do: 'change-password' }>,
  refusal: Refusal | undefined,
  roster: Roster,
): Effect[] {
  const own = roster.get(account);
  if (!own) return [];
  own.isChangingPassword = false;
  if (refusal) return [refuse(reply, refusal)];
  return [answer(reply, { hasPassword: password !== undefined })];
}
