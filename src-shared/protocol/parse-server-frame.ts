import type { z } from 'zod';
import type { AnswerName, AnswerOf, ServerFrame } from './frames.ts';
import { answerSchemas, serverFrame } from './frames.ts';
import { firstWrongField } from './parse-command.ts';

type FrameRefusal = { code: 'bad-field'; field: string };
export type ParsedFrame = { ok: true; frame: ServerFrame } | { ok: false; refusal: FrameRefusal };
export type ParsedAnswer<N extends AnswerName> =
  | { ok: true; answer: AnswerOf<N> }
  | { ok: false; refusal: FrameRefusal };

const schemasByType = new Map<unknown, z.ZodType<ServerFrame>>(
  serverFrame.options.flatMap((schema) =>
    [...schema.shape.type.values].map((type) => [type, schema] as const),
  ),
);

/** What a room said; undefined for a type of frame that this version does not know and passes over. */
export function parseServerFrame(value: Record<string, unknown>): ParsedFrame | undefined {
  const { type } = value;
  if (typeof type !== 'string') return { ok: false, refusal: { code: 'bad-field', field: 'type' } };
  const parsed = schemasByType.get(type)?.safeParse(value);
  if (!parsed) return undefined;
  if (parsed.success) return { ok: true, frame: parsed.data };
  return { ok: false, refusal: { code: 'bad-field', field: firstWrongField(parsed.error) } };
}

/** The fields that an `ok` frame brought for the command it answers. */
export function parseAnswer<N extends AnswerName>(command: N, okFrame: object): ParsedAnswer<N> {
  // The table's type holds for each of its rows, which an indexed access cannot say.
  const schema = answerSchemas[command] as unknown as z.ZodType<AnswerOf<N>>;
  const parsed = schema.safeParse(okFrame);
  if (parsed.success) return { ok: true, answer: parsed.data };
  return { ok: false, refusal: { code: 'bad-field', field: firstWrongField(parsed.error) } };
}
