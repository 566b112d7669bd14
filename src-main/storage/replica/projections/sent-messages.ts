import type { ProjectionKind } from './projection.ts';

/** What this person wrote and the room has: it leaves the outbox, and a group message's copy gets its number. */
export const sentMessages: ProjectionKind = {
  name: 'sent-messages',
  version: 1,
  open: (_, { outbox, groupMessages }) => ({
    tell({ entry }, { room }) {
      if (entry.type !== 'message' || entry.from !== room.account) return;
      outbox.take(room.key, entry.cid);
      groupMessages.noteSeq(room, entry.cid, entry.seq);
    },
    clear: (room) => groupMessages.forgetSeqs(room),
  }),
};
