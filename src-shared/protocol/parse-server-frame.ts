import { firstWrongField } from './parse-command.ts';
import type { AnswerOf, CommandName, ServerFrame } from './protocol.ts';
import { answerSchemas, frameSchemas } from './protocol.ts';

type FrameRefusal = { code: 'bad-field'; field: string };
export type ParsedFrame = { ok: true; frame: ServerFrame } | { ok: false; refusal: FrameRefusal };
export type ParsedAnswer<N extends CommandName> =
  | { ok: true; answer: AnswerOf<N> }
  | { ok: false; refusal: FrameRefusal };

/** What a room said; undefined for a type of frame that this version does not know and passes over. */
export function parseServerFrame(value: Record<string, unknown>): ParsedFrame | undefined {
  const { type } = value;
  if (typeof type !== 'string') return { ok: false, refusal: { code: 'bad-field', field: 'type' } };
  const parsed = frameSchemas.get(type)?.safeParse(value);
  if (!parsed) return undefined;
  if (parsed.success) return { ok: true, frame: parsed.data as ServerFrame };
  return { ok: false, refusal: { code: 'bad-field', field: firstWrongField(parsed.error) } };
}

/** The fields that an `ok` frame brought for the command it answers. */
export function parseAnswer<N extends CommandName>(command: N, okFrame: object): ParsedAnswer<N> {
  const parsed = answerSchemas[command].safeParse(okFrame);
  // The table's type holds for each of its rows, which an indexed access cannot say.
  if (parsed.success) return { ok: true, answer: parsed.data as AnswerOf<N> };
  return { ok: false, refusal: { code: 'bad-field', field: firstWrongField(parsed.error) } };
}
