import { isQuestion } from '../../../../src-shared/text/is-question.ts';
import type { ProjectionKind } from './projection.ts';

/** Which messages end with a question, in the column `question`, and which message one answers, in `answers`. */
export const questions: ProjectionKind = {
  name: 'questions',
  version: 1,
  columns: ['question', 'answers'],
  open: () => ({
    tell({ entry, columns }) {
      const isMessage = entry.type === 'message';
      columns['question'] = isMessage && isQuestion(entry.text) ? 1 : null;
      columns['answers'] = isMessage && entry.text !== '' ? (entry.reply ?? null) : null;
    },
    tellChanged({ message, columns }) {
      columns['question'] = isQuestion(message.text) ? 1 : null;
      columns['answers'] = message.text === '' ? null : (message.reply ?? null);
    },
  }),
};
