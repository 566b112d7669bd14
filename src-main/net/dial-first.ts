import type { Clock } from '../../src-shared/outside/clock.ts';
import type { RoomAddress } from '../../src-shared/protocol/address.ts';
import type { RoomConnection } from './dial-room.ts';
import { DialError } from './transport.ts';

/** How long one address is tried before the next one is tried beside it (RFC 8305 has a quarter of it). */
const nextAfterMs = 1000;

export type DialFirst = {
  /** The likeliest first. */
  addresses: readonly RoomAddress[];
  dial: (address: RoomAddress) => Promise<RoomConnection>;
  clock: Clock;
};

/**
 * Connects to the first of several addresses of one room that takes it: each is begun when the one before has failed,
 * or after a second beside it. Rejects with the `DialError` of an address at which another key was shown, or else of
 * the first; whatever else a dial rejects with it rejects with at once.
 */
export async function dialFirst({
  addresses,
  dial,
  clock,
}: DialFirst): Promise<RoomConnection & { address: RoomAddress }> {
  const { promise, resolve, reject } = Promise.withResolvers<
    RoomConnection & { address: RoomAddress }
  >();
  const errors = new Map<number, DialError>();
  let begun = 0;
  let isOver = false;
  let cancelNext: () => void = () => undefined;
  const end = (tell: () => void): void => {
    isOver = true;
    cancelNext();
    tell();
  };
  const failed = (place: number, error: unknown): void => {
    if (isOver) return;
    if (!(error instanceof DialError)) return end(() => reject(error));
    errors.set(place, error);
    if (begun < addresses.length) return next();
    if (errors.size === addresses.length) end(() => reject(tellingError(errors)));
  };
  const next = (): void => {
    cancelNext();
    const place = begun;
    const address = addresses[place];
    if (isOver || !address) return;
    begun += 1;
    dial(address).then(
      (connection) => {
        // Another address was quicker.
        if (isOver) connection.transport.destroy();
        else end(() => resolve({ ...connection, address }));
      },
      (error: unknown) => failed(place, error),
    );
    cancelNext = clock.after(nextAfterMs, next);
  };
  next();
  return promise;
}

function tellingError(errors: ReadonlyMap<number, DialError>): DialError | undefined {
  const all = [...errors.values()];
  return all.find(({ refusal }) => refusal.code === 'another-key') ?? errors.get(0);
}
