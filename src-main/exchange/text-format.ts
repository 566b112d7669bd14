import { bytesText } from '../../src-shared/sentences/bytes-text.ts';
import { oneLine } from '../../src-shared/text/one-line.ts';
import { printable } from '../../src-shared/text/printable.ts';
import { filled } from '../../src-shared/text/filled.ts';
import { exchangeWords } from './words.ts';
import { localTime } from './transcript.ts';
import type { TranscriptFormat, TranscriptHead, TranscriptMessage } from './transcript.ts';

/** What people wrote stands this far in, so that no line of theirs looks like the beginning of a message. */
const indent = '    ';

/** For reading with any editor: a line with time and name, then what was said, further in. */
export function textFormat(head: TranscriptHead): TranscriptFormat {
  const { exportedAt, program, zone, language } = head;
  const words = exchangeWords(language);
  const name = (text: string) => oneLine(printable(text));
  const lines = (text: string) =>
    printable(text)
      .split('\n')
      .map((line) => `${indent}${line}\n`)
      .join('');

  function message(said: TranscriptMessage): string {
    const { at, from, text, reply, forwardedFrom, editedAt, deleted, reactions, pinned } = said;
    const marks = [
      editedAt === undefined ? '' : filled(words.edited, { time: localTime(editedAt) }),
      pinned ? filled(words.pinned, { name: name(pinned.by) }) : '',
    ].filter((mark) => mark !== '');
    let piece = `\n[${localTime(at)}] ${name(from.name)}${marks.map((mark) => ` · ${mark}`).join('')}\n`;
    if (forwardedFrom) piece += lines(filled(words.forwarded, { name: name(forwardedFrom.name) }));
    if (reply) {
      const answered = { name: name(reply.name), text: oneLine(reply.text) };
      piece += lines(`> ${filled(words.reply, answered)}`);
    }
    piece += deleted ? lines(`(${words.deleted})`) : lines(text);
    for (const file of said.files)
      piece += lines(`📎 ${name(file.name)} (${bytesText(file.size, language)})`);
    if (reactions.length > 0)
      piece += lines(reactions.map(({ emoji, count }) => `${name(emoji)} ${count}`).join('  '));
    return piece;
  }

  return {
    ending: 'txt',
    begin: () =>
      `${filled(words.made, { program, time: localTime(exportedAt) })}\n${filled(words.zone, { zone })}\n`,
    beginRoom: (room) => `\n\n# ${filled(words.room, { name: name(room.name) })}\n`,
    beginConversation: (conversation) =>
      `\n\n## ${name(conversation.name)}\n${conversation.isWhole ? '' : `\n(${words.notWhole})\n`}`,
    entry: (entry) =>
      entry.is === 'message'
        ? message(entry)
        : `\n[${localTime(entry.at)}] * ${name(entry.text)}\n`,
    endConversation: () => '',
    endRoom: () => '',
    end: () => '\n',
  };
}
