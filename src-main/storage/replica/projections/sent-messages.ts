import { cidOf } from '../../../../src-shared/protocol/entries.ts';
import type { ProjectionKind } from './projection.ts';

/** What this person said and the room has: it leaves the outbox, and a group message's copy gets its number. */
export const sentMessages: ProjectionKind = {
  name: 'sent-messages',
  version: 1,
  open: (_, { outbox, groupMessages }) => ({
    tell({ entry }, { room }) {
      const cid = cidOf(entry, room.account);
      if (cid === undefined) return;
      outbox.take(room.key, cid);
      if (entry.type === 'message') groupMessages.noteSeq(room, cid, entry.seq);
    },
    clear: (room) => groupMessages.forgetSeqs(room),
  }),
};
