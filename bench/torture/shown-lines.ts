import type { ShownMessage } from '../../src-shared/member/own-copy.ts';

/** A message as everybody who may see it must see it, whoever looks. */
export type ShownLine = {
  seq: number;
  from: string;
  text: string;
  isDeleted: boolean;
  /** How many reacted with each. */
  reactions: ReadonlyMap<string, number>;
  files: readonly string[];
  /** The number of the message that it answers. */
  reply: number | undefined;
  isPinned: boolean;
};

export function linesOfShown(shown: readonly ShownMessage[]): string[] {
  return shown.map(({ message, marks }) =>
    formatLine({
      seq: message.seq,
      from: message.from,
      text: message.text,
      isDeleted: marks.deleted !== undefined,
      reactions: new Map((marks.reactions ?? []).map(({ emoji, count }) => [emoji, count])),
      files: (message.files ?? []).map(({ hash }) => hash),
      reply: message.reply,
      isPinned: marks.pinned !== undefined,
    }),
  );
}

/** What was done to one that is deleted nobody sees. */
export function formatLine(line: ShownLine): string {
  const { seq, from, text, isDeleted, reactions, files, reply, isPinned } = line;
  if (isDeleted) return `${seq} ${from} deleted`;
  const signs = [...reactions].map(([emoji, count]) => `${emoji}${count}`).toSorted();
  const how = [reply === undefined ? '' : `re ${reply}`, isPinned ? 'pinned' : ''];
  return [seq, from, text, ...files, ...signs, ...how.filter((each) => each !== '')].join(' ');
}
