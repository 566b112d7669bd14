import type { MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import { fileKindOf, fileKinds } from '../../../../src-shared/text/file-kinds.ts';
import type { FileKind } from '../../../../src-shared/text/file-kinds.ts';
import type { ProjectionKind } from './projection.ts';

/** Which kinds of files a message has with it, in the column `files`: a bit for each; null if it has none. */
export const fileMarks: ProjectionKind = {
  name: 'file-marks',
  version: 1,
  columns: ['files'],
  open: () => ({
    tell({ entry, columns }) {
      columns['files'] = entry.type === 'message' ? marksOf(entry) : null;
    },
    tellChanged({ message, columns }) {
      columns['files'] = marksOf(message);
    },
  }),
};

/** The bit of a kind. */
export function fileMark(kind: FileKind): number {
  return 1 << fileKinds.indexOf(kind);
}

function marksOf({ text, files }: MessageEntry): number | null {
  // Of what was deleted nothing is left.
  if (text === '' || !files) return null;
  return files.reduce((marks, file) => marks | fileMark(fileKindOf(file)), 0);
}
