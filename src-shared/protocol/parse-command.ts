import type { z } from 'zod';
import type { Command } from './protocol.ts';
import { commandSchemas, rid } from './protocol.ts';

type CommandRefusal = {
  code: 'bad-field' | 'unknown-command';
  /** The first field that was wrong, as a path: `in`, `conversations.0.in`. */
  field?: string;
  /** Null if the request's own could not be read. */
  rid: number | null;
};
export type ParsedCommand = { ok: true; command: Command } | { ok: false; refusal: CommandRefusal };

/** A line's object as a command, without the fields that this version does not know (W1). */
export function parseCommand(value: Record<string, unknown>): ParsedCommand {
  const { type } = value;
  const schema = commandSchemas.get(type);
  if (!schema) {
    if (typeof type === 'string') return refuse(value, { code: 'unknown-command' });
    return refuse(value, { code: 'bad-field', field: 'type' });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, command: parsed.data as Command };
  return refuse(value, { code: 'bad-field', field: firstWrongField(parsed.error) });
}

export function firstWrongField(error: z.ZodError): string {
  return error.issues[0]?.path.map(String).join('.') ?? '';
}

function refuse(
  value: Record<string, unknown>,
  refusal: Omit<CommandRefusal, 'rid'>,
): ParsedCommand {
  const parsedRid = rid.safeParse(value['rid']);
  return { ok: false, refusal: { ...refusal, rid: parsedRid.success ? parsedRid.data : null } };
}
