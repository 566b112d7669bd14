import type { TranscriptEntry, TranscriptFormat, TranscriptHead } from './transcript.ts';

/** Rises when a reader of the one before would misread it (docs/EXPORT.md). */
const jsonVersion = 1;
const jsonName = 'oda-export';

/** One JSON document; each entry stands in a line of its own, so that it can be read and written piece by piece. */
export function jsonFormat(head: TranscriptHead): TranscriptFormat {
  let isFirstRoom = true;
  let isFirstConversation = true;
  let isFirstEntry = true;
  return {
    ending: 'json',
    begin() {
      const { exportedAt, program, zone, language } = head;
      const facts = {
        format: jsonName,
        version: jsonVersion,
        exportedAt: new Date(exportedAt).toISOString(),
        program,
        zone,
        language,
      };
      return `${open(facts)},"rooms":[`;
    },
    beginRoom({ room, name }) {
      const before = isFirstRoom ? '\n' : ',\n';
      isFirstRoom = false;
      isFirstConversation = true;
      return `${before}${open({ room, name })},"conversations":[`;
    },
    beginConversation({ id, kind, name, isWhole }) {
      const before = isFirstConversation ? '\n' : ',\n';
      isFirstConversation = false;
      isFirstEntry = true;
      return `${before}${open({ id, kind, name, isWhole })},"entries":[`;
    },
    entry(entry) {
      const before = isFirstEntry ? '\n' : ',\n';
      isFirstEntry = false;
      return before + jsonOf(written(entry));
    },
    endConversation: () => '\n]}',
    endRoom: () => '\n]}',
    end: () => '\n]}\n',
  };
}

function written(entry: TranscriptEntry): object {
  const at = time(entry.at);
  if (entry.is === 'event') {
    const { seq, event, text } = entry;
    return { seq, at, type: 'event', event, text };
  }
  const { seq, from, text, reply, forwardedFrom, editedAt, deleted, reactions, pinned } = entry;
  const files = entry.files.map(({ name, size, hash }) => ({ name, size, hash }));
  return {
    seq,
    at,
    type: 'message',
    from,
    imported: entry.imported,
    text,
    reply: reply?.seq,
    forwardedFrom,
    editedAt: time(editedAt),
    deleted: deleted && { ...deleted, at: time(deleted.at) },
    reactions: reactions.length > 0 ? reactions : undefined,
    pinned: pinned && { ...pinned, at: time(pinned.at) },
    files: files.length > 0 ? files : undefined,
  };
}

function time<T extends number | undefined>(at: T): T extends number ? string : string | undefined;
function time(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

/** Half a character is none, and what some readers take for the end of a line is written by its number. */
function jsonOf(value: object): string {
  const json = JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'string' ? field.toWellFormed() : field,
  );
  return json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** An object that goes on. */
function open(facts: object): string {
  return jsonOf(facts).slice(0, -1);
}
