import type { Entry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { Delivery } from '../../server/session-port.ts';

type Entries = Delivery['entries'];

/** What often comes by many, and is told to everybody. */
type Many = 'message' | 'joined';

/** What entries say in one manner. */
export type Translated = {
  /** Each of them; empty if it is nothing to tell. */
  texts: readonly string[];
  /** All of them. */
  bytes: Uint8Array;
};

/**
 * What a delivery, or one entry of it, says in one dialect, made once for everybody to whom it says the same: a hundred
 * guests cost hardly more than one, and who has said some of it is told the same but that.
 */
export class SharedTranslations {
  readonly #bytesByEntry = new WeakMap<Entry, Map<string, Uint8Array>>();
  readonly #told = new WeakMap<Entries, ToldEntries>();

  /** `translate` must give the same for all who ask by the same `manner`. */
  bytesOf(entry: Entry, translate: () => string, manner = ''): Uint8Array {
    const byManner = this.#bytesByEntry.get(entry) ?? new Map<string, Uint8Array>();
    const known = byManner.get(manner);
    if (known) return known;
    const bytes = Buffer.from(translate());
    this.#bytesByEntry.set(entry, byManner.set(manner, bytes));
    return bytes;
  }

  /** Those of a delivery, which are the same list for all who hear it, its writers too. */
  told(entries: Entries): ToldEntries {
    const known = this.#told.get(entries);
    if (known) return known;
    const told = new ToldEntries(entries);
    this.#told.set(entries, told);
    return told;
  }
}

/** The entries of one delivery as everybody is told of them: looked through once, however many hear it. */
export class ToldEntries {
  readonly entries: Entries;
  readonly #byManner = new Map<string, Translated>();
  /** Whose doing any of it is. */
  readonly doers: ReadonlySet<AccountId>;
  /** When each who said something did so last (epoch milliseconds). */
  readonly saidAtMs: ReadonlyMap<AccountId, number>;
  /** What all of them are, if they are one of what often comes by many. */
  readonly areAll: Many | undefined;
  #apart: readonly ToldEntries[] | undefined;

  constructor(entries: Entries) {
    this.entries = entries;
    this.doers = new Set(entries.flatMap((entry) => doerOf(entry) ?? []));
    const messages = entries.filter((entry): entry is MessageEntry => entry.type === 'message');
    this.saidAtMs = new Map(messages.map(({ from, at }) => [from, at]));
    this.areAll = manyOf(entries);
  }

  /** In order: what comes by many, and is of one kind, together, and each other entry alone. */
  apart(): readonly ToldEntries[] {
    if (this.areAll !== undefined) return [this];
    return (this.#apart ??= apart(this.entries).map((part) => new ToldEntries(part)));
  }

  /** `translate` must give the same for all who ask by the same `manner`. */
  translated(translate: (entry: Entry) => string, manner = ''): Translated {
    const known = this.#byManner.get(manner);
    if (known) return known;
    const texts = this.entries.map(translate);
    const translated = { texts, bytes: Buffer.from(texts.join('')) };
    this.#byManner.set(manner, translated);
    return translated;
  }
}

function apart(entries: Entries): readonly Entries[] {
  const parts: Entry[][] = [];
  let open: { part: Entry[]; of: Many | undefined } | undefined;
  for (const entry of entries) {
    const of = manyOf([entry]);
    if (open && of !== undefined && open.of === of) open.part.push(entry);
    else {
      open = { part: [entry], of };
      parts.push(open.part);
    }
  }
  return parts;
}

function manyOf([first, ...others]: Entries): Many | undefined {
  if (first?.type !== 'message' && first?.type !== 'joined') return undefined;
  const { type } = first;
  return others.every((entry) => entry.type === type) ? type : undefined;
}

/** Who did it, if that is somebody. */
export function doerOf(entry: Entry): AccountId | undefined {
  if (entry.type === 'message') return entry.from;
  if ('by' in entry) return entry.by;
  return entry.type === 'joined' ? entry.account : undefined;
}
