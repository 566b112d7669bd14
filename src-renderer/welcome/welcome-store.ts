import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Answer } from '../../src-shared/bridge/requests.ts';
import type { RoomView } from '../../src-shared/bridge/views.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { defaultPort } from '../../src-shared/protocol/limits.ts';
import type { AppStore } from '../app/app-store.ts';

export type WelcomeField = 'name' | 'roomName' | 'port' | 'address' | 'password';

export type WelcomeProblem = {
  of: 'host' | 'join';
  /** The field that is wrong; missing where no field is to blame. */
  field: WelcomeField | undefined;
  refusal: Refusal;
  /** A port to offer in place of the one that was refused. */
  portInstead?: number;
};

export type WelcomeState = {
  name: string;
  /** Undefined as long as it follows the name. */
  roomName: string | undefined;
  port: string;
  isAdvancedShown: boolean;
  address: string;
  password: string;
  isPasswordShown: boolean;
  busy: 'none' | 'hosting' | 'joining';
  problem: WelcomeProblem | undefined;
};

export type WelcomeStore = StoreApi<WelcomeState> & {
  change(change: Partial<Omit<WelcomeState, 'busy' | 'problem'>>): void;
  /** The room that runs now, or undefined: then `problem` says why. */
  host(roomName: string): Promise<RoomView | undefined>;
  join(): Promise<RoomView | undefined>;
};

type AppPart = Pick<AppStore, 'host' | 'join' | 'changeSettings'>;

/** The first minute: a name, and one of two things to do with it. */
export function createWelcomeStore(app: AppPart, name: string): WelcomeStore {
  const store = createStore<WelcomeState>(() => ({
    name,
    roomName: undefined,
    port: String(defaultPort),
    isAdvancedShown: false,
    address: '',
    password: '',
    isPasswordShown: false,
    busy: 'none',
    problem: undefined,
  }));

  /** Asks once at a time, and keeps what was said no to. */
  async function ask(of: 'host' | 'join', request: () => Promise<Answer<RoomView>>) {
    if (store.getState().busy !== 'none') return undefined;
    const asker = store.getState().name.trim();
    if (asker === '') return refuse(of, { code: 'name-empty' });
    store.setState({ busy: of === 'host' ? 'hosting' : 'joining', problem: undefined });
    const answer = await request();
    store.setState({ busy: 'none' });
    if (!answer.ok) return refuse(of, answer);
    await app.changeSettings({ name: asker });
    return answer.value;
  }

  function refuse(of: 'host' | 'join', refusal: Refusal): undefined {
    const problem = problemOf(of, refusal, store.getState());
    store.setState((state) => ({
      problem,
      isPasswordShown: state.isPasswordShown || problem.field === 'password',
      isAdvancedShown: state.isAdvancedShown || problem.field === 'port',
    }));
  }

  return Object.assign(store, {
    change: (change: Partial<WelcomeState>) => store.setState({ ...change, problem: undefined }),
    host(roomName: string) {
      const port = parsePort(store.getState().port);
      return ask('host', async () =>
        port === undefined
          ? { ok: false, code: 'port-invalid' }
          : app.host({ name: store.getState().name.trim(), roomName: roomName.trim(), port }),
      );
    },
    join() {
      return ask('join', async () => {
        const { address, password, isPasswordShown } = store.getState();
        if (address.trim() === '') return { ok: false, code: 'address-invalid' };
        return app.join({
          name: store.getState().name.trim(),
          address: address.trim(),
          ...(isPasswordShown && password !== '' ? { password } : {}),
        });
      });
    },
  });
}

type FieldsByCode = Partial<Record<RefusalCode, WelcomeField>>;

const nameFields: FieldsByCode = {
  'name-empty': 'name',
  'name-too-long': 'name',
  'name-not-allowed': 'name',
  'name-taken': 'name',
};
const hostFields: FieldsByCode = {
  ...nameFields,
  'room-name-empty': 'roomName',
  'room-name-too-long': 'roomName',
  'port-forbidden': 'port',
  'port-invalid': 'port',
};
const joinFields: FieldsByCode = {
  ...nameFields,
  // Address and port are one field here.
  'port-invalid': 'address',
  'password-needed': 'password',
  'wrong-password': 'password',
  'password-too-short': 'password',
  'password-too-long': 'password',
  'address-invalid': 'address',
  'address-unknown': 'address',
  'nobody-listening': 'address',
  'connection-timeout': 'address',
  'network-unreachable': 'address',
  'not-a-room': 'address',
};

function problemOf(of: 'host' | 'join', refusal: Refusal, state: WelcomeState): WelcomeProblem {
  // What a form has no field for is said below its fields.
  const field = (of === 'host' ? hostFields : joinFields)[refusal.code];
  const problem = { of, refusal, field };
  if (refusal.code !== 'port-in-use') return problem;
  const used = parsePort(state.port) ?? defaultPort;
  return { ...problem, portInstead: used >= 65_535 ? defaultPort : used + 1 };
}

/** A port one can listen on: 1 to 65535. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text.trim())) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}
