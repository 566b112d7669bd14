import { useState } from 'react';
import type { DragEvent } from 'react';
import { carriesPerson, droppedPerson } from './person-drag.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { useContactGroups } from './use-contact-groups.ts';

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
