import type { Device } from '../../src-shared/protocol/devices.ts';
import type { AccountId, DeviceId, Secret } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { Picture } from '../../src-shared/protocol/pictures.ts';
import type { Status } from '../../src-shared/protocol/status.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { printable } from '../../src-shared/text/printable.ts';
import type { RoomLink } from './room-link.ts';

/** `current` if the name has a password; no `password` if it shall have none. */
export type PasswordChange = { current?: string | undefined; password?: string | undefined };

/** One's name in a room: its password, and the computers that it comes in from. */
export class RoomAccount {
  readonly #deviceKey: () => Secret;
  readonly #changed: () => void;
  #link: RoomLink | undefined;
  #hasPassword = false;

  constructor({ deviceKey, changed }: { deviceKey: () => Secret; changed: () => void }) {
    this.#deviceKey = deviceKey;
    this.#changed = changed;
  }

  /** As the room said last. */
  get hasPassword(): boolean {
    return this.#hasPassword;
  }

  attach(link: RoomLink, { hasPassword }: { hasPassword: boolean }): void {
    this.#link = link;
    this.#hasPassword = hasPassword;
  }

  detach(): void {
    this.#link = undefined;
  }

  /** Sets, changes or (without a new one) removes the password of one's own name (R3.12). */
  async setPassword(change: PasswordChange): Promise<Outcome<undefined>> {
    if (!this.#link) return notConnected;
    const claim = { ...change, deviceKey: this.#deviceKey() };
    const answer = await this.#link.request('set-password', claim);
    if (!answer.ok) return answer;
    this.#hasPassword = answer.value.hasPassword;
    this.#changed();
    return done(undefined);
  }

  /** What others read beside one's name. */
  async setStatus(status: Status): Promise<Outcome<null>> {
    if (!this.#link) return notConnected;
    const answer = await this.#link.request('set-status', status);
    return answer.ok ? done(null) : answer;
  }

  /** Without one there is none any more. */
  async setPicture(of: 'self' | 'room', picture: Picture | undefined): Promise<Outcome<null>> {
    if (!this.#link) return notConnected;
    const answer = await this.#link.request('set-picture', { of, picture });
    return answer.ok ? done(null) : answer;
  }

  async devices(): Promise<Outcome<Device[]>> {
    if (!this.#link) return notConnected;
    const answer = await this.#link.request('list-devices', {});
    return answer.ok ? done(answer.value.devices.map(tidy)) : answer;
  }

  /** Signs out at another of one's computers. */
  async endDevice(device: DeviceId): Promise<Outcome<Device[]>> {
    if (!this.#link) return notConnected;
    const answer = await this.#link.request('end-device', { device });
    return answer.ok ? this.devices() : answer;
  }

  /** By which somebody else can set a new password; for the host alone. */
  async makeResetCode(account: AccountId): Promise<Outcome<AnswerOf<'make-reset-code'>>> {
    if (!this.#link) return notConnected;
    const answer = await this.#link.request('make-reset-code', { account });
    if (!answer.ok) return answer;
    const { resetCode, expiresAt } = answer.value;
    return done({ resetCode: printable(resetCode), expiresAt });
  }
}

const notConnected = refused({ code: 'connection-lost' });

function tidy({ computer, ...device }: Device): Device {
  const name = computer && printable(computer.slice(0, limits.maxComputerCharacters));
  return name ? { ...device, computer: name } : device;
}
