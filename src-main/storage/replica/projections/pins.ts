import type { ProjectionKind } from './projection.ts';

/** Which messages are pinned, in the column `pinned`. Its changes may be held before the message is. */
export const pins: ProjectionKind = {
  name: 'pins',
  version: 1,
  columns: ['pinned'],
  open: (_, { messages }) => ({
    tell({ entry, columns }, { conversation }) {
      const isPinned =
        entry.type === 'message' && messages.fold(entry, conversation)?.pinned !== undefined;
      columns['pinned'] = isPinned ? 1 : null;
    },
    tellChanged({ isPinned, columns }) {
      columns['pinned'] = isPinned ? 1 : null;
    },
  }),
};
