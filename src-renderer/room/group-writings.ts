import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { DialogStore } from './asked-stores.ts';
import { createWriting } from './writing.ts';

export type GroupWriting = ReturnType<typeof createGroupWriting>;

/** What is written to a contact group goes to each of its people (R0.9). */
export function createGroupWriting(
  bridge: OdaBridge,
  place: { room: RoomId; group: string },
  maxTextCharacters: () => number,
) {
  return createWriting(maxTextCharacters, (text) =>
    bridge.request('contact-group/send', { ...place, text }),
  );
}

type Parts = {
  room: RoomId;
  maxTextCharacters: () => number;
  /** Holds it while the room is not shown. */
  kept: Pick<DialogStore, 'getState' | 'keepGroupText'>;
};

/** For each contact group what is written there: it stays while one is elsewhere in this window, and comes back if refused. */
export function createGroupWritings(
  bridge: OdaBridge,
  { room, maxTextCharacters, kept }: Parts,
): (group: string) => GroupWriting {
  const writings = new Map<string, GroupWriting>();
  return (group) => {
    const known = writings.get(group);
    if (known) return known;
    const made = createGroupWriting(bridge, { room, group }, maxTextCharacters);
    made.write(kept.getState().groupTexts.get(group) ?? '');
    made.subscribe(({ text }) => kept.keepGroupText(group, text));
    writings.set(group, made);
    return made;
  };
}
