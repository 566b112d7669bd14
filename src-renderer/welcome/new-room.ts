import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { defaultPort } from '../../src-shared/protocol/limits.ts';
import { foldText } from '../../src-shared/text/fold.ts';

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
