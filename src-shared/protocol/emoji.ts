/** Exactly one emoji as Unicode recommends it for general interchange: nothing around it, no half of one. */
const oneEmoji = /^\p{RGI_Emoji}$/v;

export function isEmoji(text: string): boolean {
  return oneEmoji.test(text);
}
