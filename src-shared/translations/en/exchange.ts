/** What stands in an exported file beside what people said. */
export const transcript = {
  made: 'Exported by {{program}} on {{time}}.',
  zone: 'Times are those of {{zone}}.',
  room: 'Room: {{name}}',
  contents: 'Conversations',
  find: 'Search in this page',
  found: 'Messages found: {{count}}',
  noneFound: 'No message found',
  notWhole: 'Older messages of this conversation were not on the computer and are missing here.',
  edited: 'edited {{time}}',
  deleted: 'This message was deleted.',
  pinned: 'pinned by {{name}}',
  forwarded: 'Forwarded from {{name}}',
  reply: '{{name}}: {{text}}',
  everyone: 'Everyone',
  somebody: 'Somebody',
};

/** The dialog by which one takes what one may see out of Oda. */
export const exporting = {
  open: 'Export…',
  titleOf: 'Export: {{name}}',
  titleAll: 'Export everything I can see',
  text: 'A copy of this conversation for yourself, in one file.',
  textAll: 'A copy of every conversation you can see, in all your rooms, in one file.',
  noPrivate: 'Private chats are never in it: nothing of them is kept anywhere.',
  format: 'Kind of file',
  format_html: 'Page to read and search (HTML)',
  format_json: 'Data for programs (JSON)',
  format_text: 'Plain text',
  start: 'Export',
  cancel: 'Cancel export',
  choosing: 'Choose where to save it…',
  fetching: 'Fetching older messages of {{name}}…',
  writing: 'Writing… {{percent}}',
  done: 'Saved as {{name}}',
  doneText_one: '{{count}} message is in it.',
  doneText_other: '{{count}} messages are in it.',
  notWhole:
    'The room could not be asked for older messages, so some are missing. Export again when you are connected.',
  cancelled: 'Cancelled. Nothing was saved.',
  reveal: 'Show in folder',
  again: 'Export again',
  settings: 'Everything I can see',
};

/** The dialog by which who hosts brings in what was said elsewhere. */
export const importing = {
  title: 'Import',
  open: 'Import…',
  hint: 'Bring a chat from WhatsApp, Slack, Discord or another Oda into a topic of this room.',
  text: 'Choose an exported chat: WhatsApp (text or zip), Slack (zip), DiscordChatExporter (JSON) or Oda (JSON). You see what is in it before anything is brought in.',
  choose: 'Choose a file…',
  taking: 'Taking the file in… {{percent}}',
  looking: 'Looking at what is in it… {{found}} messages so far',
  chat: '{{name}}: {{messages}} messages of {{people}} people, from {{from}} to {{to}}',
  empty: '{{name}}: no messages',
  topic: 'Topic',
  everybody:
    'Everybody in the room can read what you bring in. Each message keeps its author’s name with “{{name}}”, so that nobody takes them for a member.',
  sample: '(from elsewhere)',
  start: 'Import',
  cancel: 'Cancel import',
  bringing: '#{{topic}}: {{done}} of {{total}}',
  done: 'Imported. New: {{brought}}. Already there: {{known}}.',
  cancelled:
    'Cancelled. {{brought}} messages were brought in and stay; the same file brings the rest, and nothing twice.',
  failedAfter:
    '{{brought}} messages were brought in and stay. When that is mended, the same file brings the rest, and nothing twice.',
  nothing: 'There are no messages in this file.',
  again: 'Choose another file',
};
