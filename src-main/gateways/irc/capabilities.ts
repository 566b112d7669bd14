/** What a client can ask for (IRCv3), with the value that clients of `CAP LS 302` are told. */
const offered = {
  'account-tag': '',
  'away-notify': '',
  batch: '',
  'cap-notify': '',
  'draft/chathistory': '',
  'echo-message': '',
  'extended-join': '',
  'extended-monitor': '',
  'labeled-response': '',
  'message-tags': '',
  // Nobody has two ranks in one channel: all that somebody has are shown anyway.
  'multi-prefix': '',
  sasl: 'PLAIN',
  'server-time': '',
  setname: '',
} as const;

export type Capability = keyof typeof offered;

/** The list for `CAP LS`; older clients than version 302 do not know values. */
export function listOffered(version: number): string {
  return Object.entries(offered)
    .map(([name, value]) => (version >= 302 && value !== '' ? `${name}=${value}` : name))
    .join(' ');
}

/** `CAP REQ`: all of it or nothing. Undefined if one is unknown. */
export function parseRequested(
  text: string,
): { name: Capability; isWanted: boolean }[] | undefined {
  const wishes: { name: Capability; isWanted: boolean }[] = [];
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const isWanted = !word.startsWith('-');
    const name = isWanted ? word : word.slice(1);
    if (!isOffered(name)) return undefined;
    wishes.push({ name, isWanted });
  }
  return wishes;
}

function isOffered(name: string): name is Capability {
  return Object.hasOwn(offered, name);
}
