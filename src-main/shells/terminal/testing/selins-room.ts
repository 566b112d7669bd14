import { Person } from '../../../app/testing/person.ts';
import { addressOf, atTerminal } from './at-terminal.ts';

/** A room that selin hosts. */
export async function selinsRoom() {
  const selin = await Person.open();
  const view = await selin.host('selin');
  return { selin, view, room: view.room, address: addressOf(view) };
}

/** In the room, and the lines that say so read. */
export async function inRoom(name = 'ali') {
  const hosted = await selinsRoom();
  const ali = await atTerminal({ address: hosted.address, name });
  await ali.sees("selin's room>");
  return { ...hosted, ali };
}
