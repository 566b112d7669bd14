import { createStore } from 'zustand/vanilla';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RequestParams } from '../../src-shared/bridge/bridge.ts';
import {
  joinFields,
  nameFields,
  type InviteView,
  type RoomView,
} from '../../src-shared/bridge/rooms.ts';
import { isInvite } from '../../src-shared/invite/invite-text.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { AppStore } from '../window/app-store.ts';
import { defaultPort } from '../../src-shared/protocol/limits.ts';
import { readResetCode } from '../../src-shared/text/reset-code.ts';
import { foldText } from '../../src-shared/text/fold.ts';

export type WelcomeField =
  | 'name'
  | 'roomName'
  | 'port'
  | 'address'
  | 'password'
  | 'newPassword'
  | 'roomPassword';

export type WelcomeProblem = {
  of: 'host' | 'join';
  /** The field that is wrong; missing if no field is to blame. */
  field: WelcomeField | undefined;
  refusal: Refusal;
  /** A port to offer in place of the one that was refused. */
  portInstead?: number;
};

type WelcomeState = {
  name: string;
  /** Undefined as long as it follows the name. */
  roomName: string | undefined;
  /** Undefined as long as it follows the ports of the rooms that there are. */
  port: string | undefined;
  /** A new room is wanted, though this computer has hosted others. */
  isNewMeant: boolean;
  isAdvancedShown: boolean;
  address: string;
  /** What the invite says that stands in the place of an address. */
  invite: InviteView | undefined;
  password: string;
  /** In place of the one before, if `password` is the host's code for that. */
  newPassword: string;
  isPasswordShown: boolean;
  /** The room's own; asked for where the room wants one. */
  roomPassword: string;
  isRoomPasswordAsked: boolean;
  /** A room that is new here: its key is to be compared before it is joined (W14). */
  compare: { room: string; pins: NonNullable<Refusal['pins']> } | undefined;
  busy: 'none' | 'hosting' | 'joining';
  /** The room that has asked those inside: it is waited for their answer. */
  waitingFor: string | undefined;
  problem: WelcomeProblem | undefined;
};

type NewRoom = {
  roomName: string;
  /** Of this computer's other rooms: members look for those there. */
  usedPorts: ReadonlySet<number>;
};

type AppPart = Pick<AppStore, 'host' | 'join' | 'readInvite' | 'changeSettings'>;

export type WelcomeStore = ReturnType<typeof createWelcomeStore>;

const untouched: Omit<WelcomeState, 'name'> = {
  roomName: undefined,
  port: undefined,
  isNewMeant: false,
  isAdvancedShown: false,
  address: '',
  invite: undefined,
  password: '',
  newPassword: '',
  isPasswordShown: false,
  roomPassword: '',
  isRoomPasswordAsked: false,
  compare: undefined,
  busy: 'none',
  waitingFor: undefined,
  problem: undefined,
};

/** What was said of the room before. */
const otherRoom = { invite: undefined, roomPassword: '', isRoomPasswordAsked: false };

/** The first minute: a name, and one of two things to do with it. */
export function createWelcomeStore(app: AppPart, name: string) {
  const store = createStore<WelcomeState>(() => ({ name, ...untouched }));
  /** What was compared goes for the next try too. */
  let compared: { address: string; pin: Pin } | undefined;

  /** An invite that was pasted or opened is shown for what it says; nothing is dialled for that. */
  async function readInvite(link: string): Promise<void> {
    const answer = await app.readInvite(link.trim());
    // Something else was typed meanwhile.
    if (store.getState().address !== link) return;
    if (answer.ok) store.setState({ invite: answer.value });
    else refuse('join', answer.refusal);
  }

  /** Asks once at a time, and keeps what was refused. */
  async function ask(
    of: 'host' | 'join',
    request: () => Promise<Outcome<RoomView>>,
    portInstead?: number,
  ) {
    if (store.getState().busy !== 'none') return undefined;
    const asker = store.getState().name.trim();
    if (asker === '') return refuse(of, { code: 'name-empty' });
    store.setState({ busy: of === 'host' ? 'hosting' : 'joining', problem: undefined });
    const answer = await request();
    store.setState({ busy: 'none', waitingFor: undefined });
    if (!answer.ok) return refuse(of, answer.refusal, portInstead);
    await app.changeSettings({ name: asker });
    return answer.value;
  }

  function refuse(of: 'host' | 'join', refusal: Refusal, portInstead?: number): undefined {
    const { code, pins, subject: room = '' } = refusal;
    // It was the person's own wish.
    if (code === 'knock-withdrawn') return;
    if (code === 'key-unknown' && pins) {
      store.setState({ compare: { room, pins } });
      return;
    }
    // What a form has no field for is said below its fields.
    const named = (of === 'host' ? hostFields : joinFields)[refusal.code];
    const isOfNew = named === 'password' && refusal.code.startsWith('password-');
    const field = isOfNew && isCodeTyped(store.getState()) ? 'newPassword' : named;
    const isUsed = refusal.code === 'port-in-use' && portInstead !== undefined;
    const problem = { of, refusal, field, ...(isUsed ? { portInstead } : {}) };
    store.setState((state) => ({
      problem,
      isPasswordShown: state.isPasswordShown || problem.field === 'password',
      isRoomPasswordAsked: state.isRoomPasswordAsked || problem.field === 'roomPassword',
      isAdvancedShown: state.isAdvancedShown || problem.field === 'port',
    }));
  }

  return Object.assign(store, {
    change(change: Partial<WelcomeState>) {
      const { address } = change;
      const isOther = address !== undefined && address !== store.getState().address;
      store.setState({ ...change, problem: undefined, ...(isOther && otherRoom) });
      if (isOther && isInvite(address)) void readInvite(address);
    },
    /** Those inside were asked; another window may have asked them. */
    asked: (roomName: string) => {
      if (store.getState().busy === 'joining') store.setState({ waitingFor: roomName });
    },
    /** The keys are not the same, or somebody wants to ask first. */
    stopComparing: () => store.setState({ compare: undefined }),
    joinCompared() {
      const { address, compare } = store.getState();
      if (compare) compared = { address: address.trim(), pin: compare.pins.shown };
      store.setState({ compare: undefined });
      return this.join();
    },
    /** The room that runs now, or undefined: then `problem` says why. */
    host({ roomName, usedPorts }: NewRoom) {
      const { port: typed } = store.getState();
      const port = typed === undefined ? unusedPort(usedPorts) : parsePort(typed);
      if (port === undefined)
        return ask('host', async () => ({ ok: false, refusal: { code: 'port-invalid' } }));
      const host = () =>
        app.host({ name: store.getState().name.trim(), roomName: roomName.trim(), port });
      return ask('host', host, unusedPort(usedPorts, port + 1));
    },
    join() {
      return ask('join', async () => {
        const params = wantedOf(store.getState(), compared);
        if (params.address === '') return { ok: false, refusal: { code: 'address-invalid' } };
        return app.join(params);
      });
    },
  });
}

/** What a join asks for; the key alone that was compared at this address. */
function wantedOf(
  state: WelcomeState,
  compared: { address: string; pin: Pin } | undefined,
): RequestParams<'room/join'> {
  const { name, password, newPassword, isPasswordShown } = state;
  const { roomPassword, isRoomPasswordAsked } = state;
  const address = state.address.trim();
  return {
    name: name.trim(),
    address,
    ...(isPasswordShown && password !== '' ? { password } : {}),
    ...(isCodeTyped(state) && newPassword !== '' ? { newPassword } : {}),
    ...(isRoomPasswordAsked && roomPassword !== '' ? { roomPassword } : {}),
    ...(compared?.address === address ? { pin: compared.pin } : {}),
  };
}

/** The host has given a code because the password is lost: a new one is wanted with it. */
export function isCodeTyped({ password, isPasswordShown }: WelcomeState): boolean {
  return isPasswordShown && readResetCode(password) !== undefined;
}

const hostFields: Partial<Record<RefusalCode, WelcomeField>> = {
  ...nameFields,
  'room-name-empty': 'roomName',
  'room-name-too-long': 'roomName',
  'port-forbidden': 'port',
  'port-invalid': 'port',
};

/** A port one can listen on: 1 to 65535. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text.trim())) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** Ports at which members look for the rooms of this computer, open or not. */
export function portsOf(hosted: readonly RoomView[]): ReadonlySet<number> {
  return new Set(hosted.map(({ address }) => Number(address.split(':').at(-1))));
}

/** The first port from `first` on at which nobody looks for another room of this computer. */
export function unusedPort(used: ReadonlySet<number>, first = defaultPort): number {
  let port = first > 65_535 ? defaultPort : first;
  while (used.has(port)) port = port === 65_535 ? 1024 : port + 1;
  return port;
}

/** The name itself, or with the first number behind it that tells it from the rooms that there are. */
export function unusedName(name: string, hosted: readonly RoomView[]): string {
  const taken = new Set(hosted.map((room) => foldText(room.name)));
  let unused = name;
  for (let number = 2; taken.has(foldText(unused)); number += 1) unused = `${name} ${number}`;
  return unused;
}
