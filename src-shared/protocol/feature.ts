import { z } from 'zod';
import type { Permission } from './roles.ts';

/** By name, the fields of what goes over the wire; `type` and `rid` are added where the table is made. */
type Shapes = Readonly<Record<string, z.ZodRawShape>>;

/** Which stage a peer must have reached to ask for something. */
export type Who =
  /** Who has said nothing yet. */
  | 'new'
  /** Who has been greeted and has not signed in. */
  | 'greeted'
  | 'anybody'
  /** Who has signed in, guests included. */
  | 'member'
  /** Members who are not guests of a plain program. */
  | 'account';

type RequestWords = {
  who: Who;
  /** What one's role must allow. */
  needs?: Permission;
  params: z.ZodRawShape;
  answer: z.ZodRawShape;
};

/** The words of one feature, all in its file. */
export type Feature = {
  /** What a member asks: answered exactly once (W3). */
  requests?: Readonly<Record<string, RequestWords>>;
  /** What is said goes into the room's log as one of these, with its place there. */
  entries?: Shapes;
  /** What the room says of itself, live: left out for a reader that is behind, who asks anew. */
  notices?: Shapes;
  /** What the room says to one person, live: never left out. */
  tellings?: Shapes;
  /** Every "no" that belongs here; `ends` says that the connection is closed after it. */
  codes?: Readonly<Record<string, { ends: boolean }>>;
  /** Every bound that a peer could otherwise push against. */
  limits?: Readonly<Record<string, number>>;
};

export function feature<const F extends Feature>(words: F): F {
  return words;
}

type SpokenSchema<T extends string, S> = z.ZodObject<{ type: z.ZodLiteral<T> } & S>;

/** An object on the wire: its type and its fields. */
export type Spoken<T extends string, S> = z.output<SpokenSchema<T, S>>;

/** Any of the objects whose fields `M` holds by type. */
export type SpokenOf<M> = { [T in keyof M & string]: Spoken<T, M[T]> }[keyof M & string];

/** A schema by type for each of the shapes, with `head` in all of them. */
export function schemasByType(
  shapes: Readonly<Record<string, z.ZodRawShape>>,
  head: z.ZodRawShape = {},
): Map<unknown, SpokenSchema<string, z.ZodRawShape>> {
  return new Map(
    Object.entries(shapes).map(([type, shape]) => [
      type,
      z.object({ type: z.literal(type), ...head, ...shape }),
    ]),
  );
}

/** Epoch milliseconds, up to what a date can hold: a later one would throw where it is shown. */
export const epochMs = z.int().nonnegative().max(8_640_000_000_000_000);
