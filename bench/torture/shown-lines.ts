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
    }),
  );
}

/** What was done to one that is deleted nobody sees. */
export function formatLine({ seq, from, text, isDeleted, reactions, files }: ShownLine): string {
  if (isDeleted) return `${seq} ${from} deleted`;
  const signs = [...reactions].map(([emoji, count]) => `${emoji}${count}`).toSorted();
  return [seq, from, text, ...files, ...signs].join(' ');
}
