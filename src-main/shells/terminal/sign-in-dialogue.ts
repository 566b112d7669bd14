import type { OdaBridge } from '../../../src-shared/bridge/bridge.ts';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Asked, Questions } from './questions.ts';

export type Guest = {
  address: string;
  /** Asked for if missing. */
  name?: string | undefined;
  /** Whether a person is there who can give another one. */
  isAddressAsked: boolean;
};

type Wanted = { address: string; name: string; isAddressAsked: boolean; password?: string };

/** The way in: asks for what is missing, and again for what was refused (R1.1, R1.3, R3.1). */
export class SignInDialogue {
  readonly #bridge: OdaBridge;
  readonly #questions: Questions;

  constructor(bridge: OdaBridge, questions: Questions) {
    this.#bridge = bridge;
    this.#questions = questions;
  }

  /** Resolves when the room and who is in it are known, or with what kept from it. */
  async enter({ name: given, ...guest }: Guest): Promise<RoomOpened | Refusal> {
    const started = await this.#bridge.request('app/start', {});
    if (!started.ok) return started.refusal;
    const { rooms, settings, suggestedName } = started.value;
    const suggested = settings.name || suggestedName;
    const name = given ?? ((await this.#questions.ask('name', suggested)) || suggested);
    // What an earlier program left open comes back by itself: this one is in one room, and comes in but once.
    for (const { room, connection } of rooms) {
      if (connection.is !== 'closed') await this.#bridge.request('room/disconnect', { room });
    }
    const joined = await this.#join({ ...guest, name });
    if ('code' in joined) return joined;
    const lost = await this.#settled(joined);
    if (lost) return lost;
    const opened = await this.#bridge.request('room/open', { room: joined.room });
    return opened.ok ? opened.value : opened.refusal;
  }

  async #join(wanted: Wanted): Promise<RoomView | Refusal> {
    const { isAddressAsked, ...params } = wanted;
    const joined = await this.#bridge.request('room/join', params);
    if (joined.ok) return joined.value;
    const { refusal } = joined;
    const missing = missingFor(refusal, wanted);
    if (!missing) return refusal;
    this.#questions.say(refusal);
    const answer = await this.#questions.ask(missing, wanted.name);
    if (answer === undefined) return refusal;
    const field = missing === 'other-name' ? 'name' : missing;
    return this.#join({ ...wanted, [field]: answer });
  }

  /** Who is here is known when the connection is live; one that is lost on the way comes back by itself. */
  #settled(joined: RoomView): Promise<Refusal | undefined> {
    return new Promise((resolve) => {
      const look = ({ room, connection }: RoomView): void => {
        if (room !== joined.room) return;
        if (connection.is === 'waiting') this.#questions.say(connection.cause);
        // Without a cause it has not begun yet.
        const cause = connection.is === 'closed' ? connection.cause : undefined;
        if (connection.is !== 'live' && !cause) return;
        end();
        resolve(cause);
      };
      const end = this.#bridge.on('room/changed', look);
      look(joined);
    });
  }
}

/** What another answer of the person could mend. */
function missingFor({ code }: Refusal, { isAddressAsked, password }: Wanted): Asked | undefined {
  switch (code) {
    // After wrong ones each try has to wait longer.
    case 'try-later':
      return password === undefined ? undefined : 'password';
    case 'password-needed':
    case 'wrong-password':
    case 'password-too-short':
    case 'password-too-long':
      return 'password';
    case 'name-empty':
    case 'name-too-long':
    case 'name-not-allowed':
    case 'name-taken':
      return 'other-name';
    case 'address-invalid':
    case 'port-invalid':
    case 'address-unknown':
    case 'nobody-listening':
    case 'connection-timeout':
    case 'network-unreachable':
    case 'not-a-room':
      return isAddressAsked ? 'address' : undefined;
    default:
      return undefined;
  }
}
