import type { DragEvent } from 'react';
import { accountId, type AccountId, type RoomId } from '../../src-shared/protocol/ids.ts';

/** Not text: a person can be dropped on a contact group and nowhere else. */
const format = 'application/x-oda-person';

/** What an element needs so that a person can be dragged by it. */
export function draggablePerson(room: RoomId, account: AccountId) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(format, `${room} ${account}`);
      event.dataTransfer.effectAllowed = 'copy';
    },
  };
}

/** Until it is dropped, only that it is a person can be known. */
export function carriesPerson(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(format);
}

/** The person that was dropped; one of another room, or what another program made up, is nobody. */
export function droppedPerson(event: DragEvent, room: RoomId): AccountId | undefined {
  const [from, account] = event.dataTransfer.getData(format).split(' ');
  return from === room ? accountId.safeParse(account).data : undefined;
}
