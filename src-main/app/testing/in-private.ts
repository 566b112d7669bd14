import type { PrivateView } from '../../../src-shared/member/own-copy.ts';
import type { PrivateId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { Person } from './person.ts';
import { threePeople } from './two-people.ts';

export async function chatOf(person: Person, room: RoomId): Promise<PrivateView | undefined> {
  return (await person.opened(room)).privates.at(-1);
}

export async function untilIs(person: Person, room: RoomId, is: PrivateView['state']['is']) {
  await person.until(async () => (await chatOf(person, room))?.state.is === is);
}

/** Three people, of whom the first two are in a private chat. */
export async function inPrivate(how: Parameters<typeof threePeople>[0] = {}) {
  const three = await threePeople(how);
  const { ali, veli, room, accounts } = three;
  await ali.ask('private/ask', { room, account: accounts.veli });
  await untilIs(veli, room, 'asked');
  const id = (await chatOf(veli, room))?.private as PrivateId;
  await veli.ask('private/answer', { room, private: id, accept: true });
  await untilIs(ali, room, 'open');
  await untilIs(veli, room, 'open');
  return { ...three, id };
}
