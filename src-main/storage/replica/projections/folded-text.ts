import { textWithNames } from '../../../../src-shared/text/file-names.ts';
import { foldText } from '../../../../src-shared/text/fold.ts';
import type { ProjectionKind } from './projection.ts';

/** What is searched of a message: its text and the names of its files without case and accents, in the column `folded`. */
export const foldedText: ProjectionKind = {
  name: 'folded-text',
  version: 2,
  columns: ['folded'],
  open: () => ({
    tell({ entry, columns }) {
      columns['folded'] = entry.type === 'message' ? foldText(textWithNames(entry)) : null;
    },
    tellChanged({ message, columns }) {
      columns['folded'] = foldText(textWithNames(message));
    },
  }),
};
