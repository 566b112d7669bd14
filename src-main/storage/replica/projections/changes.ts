import { wellFormedJson } from '../../../../src-shared/protocol/entry-parts.ts';
import type { MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import type { ChangedMessage } from '../../../../src-shared/protocol/changed-message.ts';
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
      const folded = messages.fold(entry, conversation);
      if (!folded || folded.text === entry.text) return;
      told.entry = shownAs(entry, folded);
      columns['shown'] = shownRestOf(told.entry);
    },
    tellChanged({ written, message, columns }) {
      columns['shown'] = message.text === written.text ? null : shownRestOf(message);
    },
  }),
};

/** The message with what it says now. */
export function shownAs(
  { mentions: _, ...written }: MessageEntry,
  { text, mentions }: Pick<MessageEntry, 'text'> & Partial<Pick<ChangedMessage, 'mentions'>>,
): MessageEntry {
  return mentions === undefined ? { ...written, text } : { ...written, text, mentions };
}

function shownRestOf(message: MessageEntry): string {
  const { text, reply, forwarded, mentions, files, imported } = message;
  return wellFormedJson({ text, reply, forwarded, mentions, files, imported });
}
