import { useState, type DragEvent } from 'react';
import { accountId, type AccountId, type RoomId } from '../../src-shared/protocol/ids.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { useContactGroups } from './use-contacts.ts';

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
function carriesPerson(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(format);
}

/** The person that was dropped; one of another room, or what another program made up, is nobody. */
function droppedPerson(event: DragEvent, room: RoomId): AccountId | undefined {
  const [from, account] = event.dataTransfer.getData(format).split(' ');
  return from === room ? accountId.safeParse(account).data : undefined;
}

/** Makes an element a place where people can be dropped, who are in the contact group then (R0.8). */
export function usePersonDrop(group: string) {
  const { room } = useRoomStores();
  const { putIn } = useContactGroups();
  /** True while a person hangs over the element. */
  const [isAimedAt, setIsAimedAt] = useState(false);
  const place = {
    onDragOver: (event: DragEvent) => {
      if (!carriesPerson(event)) return;
      event.preventDefault();
      setIsAimedAt(true);
    },
    onDragLeave: () => setIsAimedAt(false),
    onDrop: (event: DragEvent) => {
      setIsAimedAt(false);
      const account = droppedPerson(event, room.id);
      if (!account) return;
      event.preventDefault();
      void putIn(group, account);
    },
  };
  return { isAimedAt, place };
}
