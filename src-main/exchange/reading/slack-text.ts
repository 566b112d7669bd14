/** Those that are used most, by the names that Slack gives them; others are left out. */
const emojiByName: Readonly<Record<string, string>> = {
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  heart: '❤️',
  joy: '😂',
  smile: '😄',
  slightly_smiling_face: '🙂',
  tada: '🎉',
  eyes: '👀',
  pray: '🙏',
  clap: '👏',
  fire: '🔥',
  rocket: '🚀',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  raised_hands: '🙌',
  thinking_face: '🤔',
  cry: '😢',
  open_mouth: '😮',
  ok_hand: '👌',
  wave: '👋',
  '100': '💯',
};

export function slackEmoji(name: string): string | undefined {
  const plain = name.split('::')[0] ?? name;
  return Object.hasOwn(emojiByName, plain) ? emojiByName[plain] : undefined;
}

/** What stands between `<` and `>`: people, channels, links; the rest is text with three signs written by their names. */
export function slackText(text: string, people: ReadonlyMap<string, string>): string {
  return text
    .replace(/<([^<>]{1,4000})>/g, (_, inner: string) => inBrackets(inner, people))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

function inBrackets(inner: string, people: ReadonlyMap<string, string>): string {
  const [what = '', label] = inner.split('|');
  if (what.startsWith('@')) return `@${people.get(what.slice(1)) ?? label ?? what.slice(1)}`;
  if (what.startsWith('#')) return `#${label ?? what.slice(1)}`;
  if (what.startsWith('!'))
    return `@${label ?? what.slice(1).split('^')[0] ?? ''}`.replace('@@', '@');
  const address = what.replace(/^mailto:/, '');
  return label === undefined || label === address || label === what
    ? address
    : `${label} (${address})`;
}
