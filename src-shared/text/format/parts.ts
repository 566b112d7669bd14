export type SpanKind = 'strong' | 'emphasis' | 'strike' | 'code';

/** A formatted text. The texts of all parts, in their order, are what was typed. */
export type Part =
  | { is: 'text'; text: string }
  /** Typed to say how the rest looks. */
  | { is: 'hidden'; text: string }
  | { is: SpanKind | 'paragraph' | 'quote' | 'list'; parts: readonly Part[] }
  /** `number` begins the item as it was typed, as in `2.`; without one it has a dot. */
  | { is: 'item'; isNumbered: boolean; parts: readonly Part[] }
  /** `code` is what there is to copy. */
  | { is: 'code-block'; code: string; parts: readonly Part[] };

/** What was typed, again. */
export function typedText(parts: readonly Part[]): string {
  return parts.map((part) => ('parts' in part ? typedText(part.parts) : part.text)).join('');
}

/** What is seen of it; a line end between two blocks is one. */
export function shownText(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if ('parts' in part) return shownText(part.parts);
      return part.is === 'text' ? part.text : part.text.includes('\n') ? '\n' : '';
    })
    .join('');
}
