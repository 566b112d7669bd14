import { z } from 'zod';

/** What a program writes, one JSON object a line (docs/TERMINAL.md). */
export type JsonLine =
  | { is: 'say'; text: string; to?: string | undefined }
  | { is: 'command'; line: string }
  | { is: 'nothing' }
  | { is: 'wrong' };

const say = z.object({ say: z.string(), to: z.string().optional() });
const command = z.object({ command: z.string() });

export function readJsonLine(line: string): JsonLine {
  if (line.trim() === '') return { is: 'nothing' };
  let object: unknown;
  try {
    object = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return { is: 'wrong' };
    throw error;
  }
  const said = say.safeParse(object);
  if (said.success) return { is: 'say', text: said.data.say, to: said.data.to };
  const commanded = command.safeParse(object);
  return commanded.success ? { is: 'command', line: commanded.data.command } : { is: 'wrong' };
}
