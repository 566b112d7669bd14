import type { OdaBridge } from '../../../src-shared/bridge/bridge.ts';
import type { RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { TypedOutcome } from '../../../src-shared/typed/run-typed.ts';
import type { Questions } from './questions.ts';

export type PasswordDialogue = { bridge: OdaBridge; questions: Questions; room: RoomView };
/** `room` as it is after that. */
export type PasswordAnswered = { outcome: TypedOutcome; room: RoomView };

/**
 * Asks for what a change of one's password needs, and has it changed (R3.12): the current one if there
 * is one, the new one twice if it is not seen; an empty one removes it.
 */
export async function askForPassword(dialogue: PasswordDialogue): Promise<PasswordAnswered> {
  const { questions, room, bridge } = dialogue;
  const { ownName: name, hasPassword } = room;
  const answered = (outcome: TypedOutcome, now = room) => ({ outcome, room: now });
  const kept = answered({ is: 'done', done: 'password-kept', name });
  const current = hasPassword ? await questions.ask('current-password', name) : undefined;
  if (hasPassword && current === undefined) return kept;
  const asked = hasPassword ? 'other-password' : 'new-password';
  const password = await questions.ask(asked, name);
  if (password === undefined || (password === '' && !hasPassword)) return kept;
  if (password !== '' && questions.isUnseen) {
    if ((await questions.ask('password-again', name)) !== password) {
      return answered({ is: 'wrong', problem: { code: 'passwords-differ' } });
    }
  }
  const change = password === '' ? { current } : { current, password };
  const changed = await bridge.request('room/set-password', { room: room.room, ...change });
  if (!changed.ok) return answered({ is: 'refused', refusal: changed.refusal });
  const now = hasPassword ? 'password-changed' : 'password-set';
  const done = password === '' ? 'password-removed' : now;
  return answered({ is: 'done', done, name }, changed.value);
}
