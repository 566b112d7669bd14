/** Bytes of a line without its tags and its line end, in both directions (RFC 1459: 512 with CRLF). */
export const maxBodyBytes = 510;
/** Bytes of a client's tags: 4,094 of data, and `@` and the blank around them (IRCv3 message-tags). */
export const maxTagBytes = 4096;

/** A line as it came. */
export type IrcLine = {
  tags: ReadonlyMap<string, string>;
  /** In capitals. */
  verb: string;
  params: readonly string[];
};

/** A line to be sent. `text` is the last parameter, which may hold blanks. */
export type OutgoingLine = {
  tags?: Readonly<Record<string, string | undefined>> | undefined;
  source?: string | undefined;
  verb: string;
  params: readonly string[];
  text?: string | undefined;
};

const escapes: readonly (readonly [string, string])[] = [
  ['\\', '\\\\'],
  [';', '\\:'],
  [' ', '\\s'],
  ['\r', '\\r'],
  ['\n', '\\n'],
];
const plainByEscape = new Map(escapes.map(([plain, escaped]) => [escaped[1], plain]));
const escapeByPlain = new Map(escapes);

/** Tags, a source, the command, and what follows it. A client's own source means nothing: the room knows who it is. */
const parts = /^(?:@([^ ]*))? *(?::[^ ]*)? *([^ ]*) *(.*)$/s;

/** Reads a line without its line end; undefined if it holds no command. */
export function parseIrcLine(text: string): IrcLine | undefined {
  const [, tags = '', verb = '', rest = ''] = parts.exec(text.replaceAll(/[\0\r\n]/g, '')) ?? [];
  return verb === ''
    ? undefined
    : { tags: parseTags(tags), verb: verb.toUpperCase(), params: parseParams(rest) };
}

/** For whom a line is. */
type TagReader = { wantsTag(tag: string): boolean };
const everyTag: TagReader = { wantsTag: () => true };

/**
 * A line with its line end, never longer than the protocol allows: what is too long is cut between
 * characters. Nothing in a parameter can begin another one or another line.
 */
export function formatIrcLine(
  { tags, source, verb, params, text }: OutgoingLine,
  reader: TagReader = everyTag,
): string {
  let body = source === undefined ? verb : `:${asMiddle(source)} ${verb}`;
  for (const param of params) body += ` ${asMiddle(param)}`;
  if (text !== undefined) body += ` :${text.replaceAll(/[\0\r\n]+/g, ' ')}`;
  const before = tags === undefined ? '' : formatTags(tags, reader);
  return `${before}${cutToBytes(body, maxBodyBytes)}\r\n`;
}

/** The longest beginning that fits, cut between characters. */
export function cutToBytes(text: string, maxBytes: number): string {
  // A UTF-16 unit is at most three bytes: most texts need no counting.
  if (text.length * 3 <= maxBytes) return text.toWellFormed();
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text.toWellFormed();
  let end = maxBytes;
  // Bytes of the form 10xxxxxx go on with a character that began before them.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

function asMiddle(param: string): string {
  const word = param.replaceAll(/[\0\r\n ]+/g, '_');
  if (word === '') return '*';
  return word.startsWith(':') ? `_${word.slice(1)}` : word;
}

function formatTags(tags: Readonly<Record<string, string | undefined>>, reader: TagReader): string {
  let words = '';
  for (const [tag, value] of Object.entries(tags)) {
    if (value === undefined || !reader.wantsTag(tag)) continue;
    words += `${words === '' ? '@' : ';'}${value === '' ? tag : `${tag}=${escapeTag(value)}`}`;
  }
  return words === '' ? '' : `${words} `;
}

function escapeTag(value: string): string {
  return value
    .replaceAll('\0', '')
    .toWellFormed()
    .replaceAll(/[\\; \r\n]/g, (letter) => escapeByPlain.get(letter) ?? letter);
}

function parseTags(word: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of word.split(';')) {
    const [key = '', ...value] = tag.split('=');
    if (key !== '') tags.set(key, unescapeTag(value.join('=')));
  }
  return tags;
}

function unescapeTag(value: string): string {
  return value.replaceAll(
    /\\(.?)/gsu,
    (_all, letter: string) => plainByEscape.get(letter) ?? letter,
  );
}

/** Only the last one, behind a colon, may hold blanks. */
function parseParams(text: string): string[] {
  const [, words = '', last] = /^(.*?)(?:(?:^| ):(.*))?$/s.exec(text) ?? [];
  const params = words.split(' ').filter((word) => word !== '');
  return last === undefined ? params : [...params, last];
}
