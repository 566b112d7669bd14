/** Messages that the room sends at a time. */
export const later = {
  menu: 'Send later',
  schedule: 'Send later…',
  nothingWritten: 'Write something first',
  waiting: 'Messages that wait',
  title: 'Send later',
  changeTitle: 'Change a message that waits',
  text: 'Message',
  day: 'Day',
  clock: 'Time',
  hint: 'The room sends it then, whether you are here or not.',
  send: 'Send then',
  change: 'Change',
  none: 'Nothing waits to be sent.',
  looking: 'Asking the room…',
  to: 'To {{name}}, {{time}}',
  failed: 'Not sent: {{reason}}',
  cancel: 'Cancel the message',
  waits_change:
    'Reaches the room when it is back. If the time comes before, the room sends what it has.',
  waits_cancel: 'Cancelled when the room is back. If the time comes before, it is sent.',
};
