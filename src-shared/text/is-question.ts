/** What may stand after a question mark without making it none: quotes, brackets, marks of formatting, more marks, emoji. */
const afterwards = /[\s!"'’”»)\]}*_~`.…\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Cf}\ufe0f]+$/u;
const questionMark = /[?？؟⁇⁈⁉]$/u;
/** A text's end is all that is looked at. */
const lookedAt = 64;

/** Whether a text ends with a question: its last sign, but for what may follow one, is a question mark of any script. */
export function isQuestion(text: string): boolean {
  return questionMark.test(text.slice(-lookedAt).replace(afterwards, ''));
}
