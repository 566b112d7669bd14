import { limits } from '../protocol/limits.ts';

/** What no system takes in a name, and what separates folders on any of them. */
const forbidden = /[<>:"|?*]/g;
/** What is not seen, or turns around what is: control, format (bidi, zero-width), private and unassigned characters. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/gu;
/** Names of devices on Windows, whatever follows their first dot. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/i;
/** Of UTF-8; systems take 255, and a number may follow. */
const mostBytes = 200;
const longestEnding = 16;
/** Folders within folders, and the file. */
const mostParts = 16;

/**
 * The name under which somebody else's file is shown, and written to this computer's disk: without folders, nothing in
 * it that is not seen, no name of a device, none that hides, none too long for a disk.
 */
export function fileNameFor(name: string): string {
  const last = name.split(/[/\\]/).findLast((part) => /[^.\s]/u.test(part)) ?? '';
  const tidied = last
    .replace(unseen, '')
    .replace(forbidden, '_')
    .replace(/\p{Zs}+/gu, ' ')
    .normalize('NFC')
    .trim()
    .replace(/[. ]+$/u, '')
    .replace(/^[.\s]+/u, '');
  const safe = tidied === '' ? 'file' : device.test(tidied) ? `_${tidied}` : tidied;
  return shortened(safe);
}

/**
 * The same of a file that came with its folder: `Photos/2024/a.jpg`. Each part is a name of its own, and none of them leads
 * anywhere but further down; of a path that is too deep or too long the last parts are left.
 */
export function filePathFor(path: string): string {
  const parts = path
    .split(/[/\\]/)
    .filter((part) => /[^.\s]/u.test(part.replace(unseen, '')))
    .slice(-mostParts)
    .map(fileNameFor);
  while (parts.length > 1 && parts.join('/').length > limits.fileNameCharacters) parts.shift();
  return parts.length === 0 ? fileNameFor('') : parts.join('/');
}

/** The same name once more: `picture (2).jpg`. */
export function numberedName(name: string, number: number): string {
  const { stem, ending } = partsOf(name);
  return `${stem} (${number})${ending}`;
}

/** What a message with files says when nobody has written anything. */
export function namesOfFiles(files: readonly { name: string }[]): string {
  return files.map(({ name }) => filePathFor(name)).join(', ');
}

/** What is searched of a message, and shown where it was found: who has written nothing has said the names. */
export function textWithNames({
  text,
  files,
}: {
  text: string;
  files?: readonly { name: string }[] | undefined;
}): string {
  if (text === '' || !files) return text;
  const names = namesOfFiles(files);
  return text === names ? text : `${text}\n${names}`;
}

function shortened(name: string): string {
  if (byteLength(name) <= mostBytes) return name;
  const { stem, ending } = partsOf(name);
  const characters = [...stem];
  while (characters.length > 1 && byteLength(characters.join('') + ending) > mostBytes)
    characters.pop();
  return characters.join('') + ending;
}

function partsOf(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.');
  const isEnding = dot > 0 && name.length - dot <= longestEnding;
  return isEnding
    ? { stem: name.slice(0, dot), ending: name.slice(dot) }
    : { stem: name, ending: '' };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
