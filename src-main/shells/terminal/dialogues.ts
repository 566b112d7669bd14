import type { OdaBridge } from '../../../src-shared/bridge/bridge.ts';
import { joinFields, type RoomOpened, type RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { TypedOutcome } from '../../../src-shared/typed/typed-world.ts';
import type { TerminalArguments } from './arguments.ts';
import type { Asked, Questions } from './questions.ts';

type Dialogue = { bridge: OdaBridge; questions: Questions };

export type Guest = {
  address: string;
  /** Asked for if missing. */
  name?: string | undefined;
  key?: TerminalArguments['key'];
  /** Whether a person is there who can give another one. */
  isAddressAsked: boolean;
};

type Wanted = Guest & {
  name: string;
  password?: string;
  newPassword?: string;
  roomPassword?: string;
};

/**
 * The way in: asks for what is missing, and again for what was refused (R1.1, R1.3, R3.1). Resolves when the room and
 * who is in it are known, or with what kept from it.
 */
export async function comeIn(dialogue: Dialogue, guest: Guest): Promise<RoomOpened | Refusal> {
  const { bridge, questions } = dialogue;
  const started = await bridge.request('app/start', {});
  if (!started.ok) return started.refusal;
  const { rooms, settings, suggestedName } = started.value;
  const suggested = settings.name || suggestedName;
  const name = guest.name ?? ((await questions.ask('name', suggested)) || suggested);
  // What an earlier program left open comes back by itself: this one is in one room, and comes in but once.
  for (const { room, connection } of rooms) {
    if (connection.is !== 'closed') await bridge.request('room/disconnect', { room });
  }
  // A room that asks first may take its time.
  const end = bridge.on('knock/asked', () => questions.say({ code: 'approval-asked' }));
  const joined = await join(dialogue, { ...guest, name });
  end();
  if ('code' in joined) return joined;
  const lost = await settled(dialogue, joined);
  if (lost) return lost;
  const opened = await bridge.request('room/open', { room: joined.room });
  return opened.ok ? opened.value : opened.refusal;
}

async function join(dialogue: Dialogue, wanted: Wanted): Promise<RoomView | Refusal> {
  const { bridge, questions } = dialogue;
  const { address, name, password, newPassword, roomPassword, key } = wanted;
  const pin = key === 'any' ? undefined : key;
  const joined = await bridge.request('room/join', {
    address,
    name,
    password,
    newPassword,
    roomPassword,
    pin,
  });
  if (joined.ok) return joined.value;
  const { refusal } = joined;
  const { code, pins, subject = '' } = refusal;
  if (code === 'key-unknown' && pins) {
    const isRight = key === 'any' || (await compare(dialogue, subject, pins));
    return isRight ? join(dialogue, { ...wanted, key: pins.shown }) : refusal;
  }
  const missing = missingFor(refusal, wanted);
  if (!missing) return refusal;
  questions.say(refusal);
  const answer = await questions.ask(missing, wanted.name);
  if (answer === undefined) return refusal;
  const field = fieldOfAnswer[missing] ?? missing;
  return join(dialogue, { ...wanted, [field]: answer });
}

/** Whether the person, or the program, finds that the host's computer shows the same key (W14). */
async function compare(
  { bridge, questions }: Dialogue,
  room: string,
  pins: NonNullable<Refusal['pins']>,
): Promise<boolean> {
  const look = await bridge.request('room/look-of-key', { pin: pins.shown });
  return look.ok && questions.compareKey({ room, pins, look: look.value });
}

/** Who is here is known when the connection is live; one that is lost on the way comes back by itself. */
function settled({ bridge, questions }: Dialogue, joined: RoomView): Promise<Refusal | undefined> {
  return new Promise((resolve) => {
    const look = ({ room, connection }: RoomView): void => {
      if (room !== joined.room) return;
      if (connection.is === 'waiting') questions.say(connection.cause);
      // Without a cause it has not begun yet.
      const cause = connection.is === 'closed' ? connection.cause : undefined;
      if (connection.is !== 'live' && !cause) return;
      end();
      resolve(cause);
    };
    const end = bridge.on('room/changed', look);
    look(joined);
  });
}

const fieldOfAnswer: Partial<Record<Asked, keyof Wanted>> = {
  'other-name': 'name',
  'new-password': 'newPassword',
  'room-password': 'roomPassword',
};

/** What another answer of the person could mend. */
function missingFor(
  { code }: Refusal,
  { isAddressAsked, password, newPassword, roomPassword }: Wanted,
): Asked | undefined {
  // After wrong ones each try has to wait longer.
  if (code === 'try-later') {
    if (roomPassword !== undefined) return 'room-password';
    return password === undefined ? undefined : 'password';
  }
  const field = joinFields[code];
  if (field === 'name') return 'other-name';
  if (field === 'roomPassword') return 'room-password';
  // With a code in place of the password it is about the new one.
  const isCode = newPassword !== undefined && code.startsWith('password-');
  if (field === 'newPassword' || isCode) return 'new-password';
  return field === 'address' && !isAddressAsked ? undefined : field;
}

/** `room` as it is after that. */
export type PasswordAnswered = { outcome: TypedOutcome; room: RoomView };

/**
 * Asks for what a change of one's password needs, and has it changed (R3.12): the current one if there
 * is one, the new one twice if it is not seen; an empty one removes it.
 */
export async function askForPassword(
  dialogue: Dialogue & { room: RoomView },
): Promise<PasswordAnswered> {
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
