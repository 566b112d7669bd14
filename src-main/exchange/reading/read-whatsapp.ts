import { createHash } from 'node:crypto';
import { linesOf } from './decode-text.ts';
import { ImportError } from './read-chat.ts';
import type { ReadChat, ReadMessage } from './read-chat.ts';
import { dayOf, DayOrders, readHead, saidIn } from './whatsapp-lines.ts';
import type { DayOrder, WhatsAppHead } from './whatsapp-lines.ts';

/** So many messages back, what is alike is told apart. */
const mostAlike = 100_000;
const longestMessage = 512 * 1024;
/** A name, then what was said; notes of the program have none. */
const named = /^([^:]{1,80}?):(?: (.*))?$/s;

/** Whether a text begins like one of its exports. */
export function isWhatsApp(beginning: string): boolean {
  return beginning.split('\n', 20).some((line) => readHead(line.replace(/\r$/, '')) !== undefined);
}

/** A chat as its program writes it for people: `_chat.txt`, or the text beside the files. */
export async function readWhatsApp(
  texts: () => AsyncIterable<string>,
  file: { name: string; chat: string },
): Promise<ReadChat[]> {
  const orders = new DayOrders();
  let hasHalves = false;
  let first = '';
  for await (const { line } of linesOf(texts(), file.name)) {
    const head = readHead(line);
    if (!head) continue;
    first ||= line;
    hasHalves ||= /\d[ \u00a0\u202f]?[AaPp]\.?[Mm]/.test(line) && line.includes('/');
    orders.note(head);
  }
  const order = orders.chosen(hasHalves);
  if (order === undefined)
    throw new ImportError('import-broken', `${file.name}: ${first.slice(0, 40)}`);
  const name = chatName(file);
  return [{ name, isClosed: false, messages: () => messagesOf(texts(), file.name, order) }];
}

/** `WhatsApp Chat with Trip.txt`, `Trip ile WhatsApp Sohbeti.txt`, `WhatsApp Chat - Trip.zip`. */
function chatName({ name, chat }: { name: string; chat: string }): string {
  const known = name.endsWith('_chat.txt') ? chat : (name.split('/').at(-1) ?? chat);
  return known
    .replace(/\.(?:txt|zip)$/i, '')
    .replace(/^WhatsApp Chat (?:with|-) |^WhatsApp[- ]Chat mit |^WhatsApp Sohbeti - /, '')
    .replace(/ ile WhatsApp Sohbeti$/, '')
    .trim();
}

type Open = { head: WhatsAppHead; author: string; lines: string[]; size: number };

async function* messagesOf(
  texts: AsyncIterable<string>,
  name: string,
  order: DayOrder,
): AsyncGenerator<ReadMessage> {
  const ids = new Ids();
  let open: Open | undefined;
  for await (const { line, number } of linesOf(texts, name)) {
    const head = readHead(line);
    if (head) {
      if (open) yield* closed(open, order, ids);
      const [, author, said = ''] = named.exec(head.rest) ?? [];
      open = author === undefined ? undefined : { head, author, lines: [said], size: said.length };
      continue;
    }
    if (!open) continue;
    open.lines.push(line);
    open.size += line.length;
    if (open.size > longestMessage) throw new ImportError('import-too-large', `${name}: ${number}`);
  }
  if (open) yield* closed(open, order, ids);
}

function* closed({ head, author, lines }: Open, order: DayOrder, ids: Ids): Generator<ReadMessage> {
  const text = saidIn(lines.join('\n'));
  const day = dayOf(head.day, order);
  if (text === '' || !day) return;
  const { hours, minutes, seconds } = head;
  const at = new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes, seconds);
  // By the clock on the wall: the same whatever zone the computer is in when it is read again.
  const minute = `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()} ${hours}:${minutes}`;
  yield { id: ids.of(minute, `${author}\n${text}`), author, at: at.getTime(), text };
}

/** There are no ids: the minute, who, what, and the how manieth of those that are alike. */
class Ids {
  readonly #alike = new Map<string, number>();

  /** A minute comes again where a clock was set back. */
  of(minute: string, said: string): string {
    const key = createHash('sha256').update(`${minute}\n${said}`).digest('base64url');
    const count = (this.#alike.get(key) ?? 0) + 1;
    this.#alike.delete(key);
    this.#alike.set(key, count);
    const [oldest] = this.#alike.keys();
    if (oldest !== undefined && this.#alike.size > mostAlike) this.#alike.delete(oldest);
    return `${minute}\n${said}\n${count}`;
  }
}
