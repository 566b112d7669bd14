import { wellFormedJson } from '../../../../src-shared/protocol/entry-parts.ts';
import type { MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import type { ProjectionKind } from './projection.ts';

/**
 * What people see of a message that others changed, in the column `shown`; those that stand after this one are told of
 * it so. Its changes may be held before it is.
 */
export const changes: ProjectionKind = {
  name: 'changes',
  version: 1,
  columns: ['shown'],
  open: (_, { messages }) => ({
    tell(told, { conversation }) {
      const { entry, columns } = told;
      columns['shown'] = null;
      if (entry.type !== 'message') return;
      const text = messages.fold(entry, conversation)?.text ?? entry.text;
      if (text === entry.text) return;
      told.entry = { ...entry, text };
      columns['shown'] = shownRestOf(told.entry);
    },
    tellChanged({ written, message, columns }) {
      columns['shown'] = message.text === written.text ? null : shownRestOf(message);
    },
  }),
};

function shownRestOf({ text, reply }: MessageEntry): string {
  return wellFormedJson({ text, reply });
}
