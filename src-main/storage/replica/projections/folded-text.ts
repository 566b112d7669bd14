import { foldText } from '../../../../src-shared/text/fold.ts';
import type { ProjectionKind } from './projection.ts';

/** What is searched of a message: its text without case and accents, in the column `folded`. */
export const foldedText: ProjectionKind = {
  name: 'folded-text',
  version: 1,
  columns: ['folded'],
  open: () => ({
    tell({ entry, columns }) {
      columns['folded'] = entry.type === 'message' ? foldText(entry.text) : null;
    },
    tellChanged({ message, columns }) {
      columns['folded'] = foldText(message.text);
    },
  }),
};
