/** Private chats. */
export const privateChat = {
  list: 'Private chats',
  title: 'Private chat with {{name}}',
  kept: 'Only the two of you. Nothing is kept.',
  compareLabel: 'Compare',
  compare: 'Is anybody in between? Compare with {{name}} by another way, by voice for instance:',
  compareDone: 'They see the same',
  compared: 'Compared: only you and {{name}} can read this.',
  leave: 'Leave',
  leaveAndForget: 'Leave the private chat; its text is gone then',
  withdraw: 'Take back',
  close: 'Close',
  closeWindow: 'Close the window',
  toRoom: 'To the room',

  asks: '{{name}} asks you for a private chat',
  asksIn: '{{name}} asks you for a private chat in {{room}}',
  asksRegion: 'Asked for private chats',
  asksYou: 'Asks you for a private chat',
  timeLeft: 'Expires in {{time}}',
  missed: '{{name}} no longer waits for your answer to a private chat.',
  accept: 'Accept',
  decline: 'Decline',
  newText: 'New private text',

  log: 'Private texts with {{name}}',
  write: 'Private text to {{name}}',
  writeShort: 'Write to {{name}} alone',
  beginning: 'You and {{name}} are alone here',
  beginningText:
    'What is written and sent here is encrypted on your computer and read on theirs; the host cannot read it and keeps nothing. No search finds it, and it is gone when this private chat is left; only what one of you saves stays.',

  asking: 'You asked {{name}}. The answer will show here; they have 2 minutes for it.',
  interruptedSelf:
    'Your connection is lost. The private chat goes on if it is back within 20 seconds.',
  interruptedPartner:
    'The connection of {{name}} is lost. The private chat waits 20 seconds for them.',

  ended_declined: '{{name}} does not want a private chat now.',
  ended_declinedSelf: 'You declined.',
  ended_busy: '{{name}} is busy in another private chat. Ask again later.',
  'ended_timed-out': 'Nobody answered within 2 minutes.',
  ended_withdrawn: '{{name}} does not ask any more.',
  'ended_answered-elsewhere': 'You answered on another computer.',
  ended_left: '{{name}} left the private chat.',
  ended_leftSelf: 'You left the private chat.',
  ended_lost: 'A connection was lost for too long, so the private chat is over.',
  'ended_connection-lost': 'Your connection was lost for too long, so the private chat is over.',
  'ended_not-intact':
    'Ended here, as something did not come as {{name}} sent it: it was lost, changed or put in on the way. Ask again, and compare.',
  endedForget: 'The text is gone when you close this window.',

  over: 'This private chat is over',
  overText: 'Nothing of it was kept.',

  state_asking: 'asked, no answer yet',
  state_asked: 'asks you',
  state_open: 'open',
  state_interrupted: 'connection lost',
  state_ended: 'over',
  entryUnread_one: '{{count}} new private text',
  entryUnread_other: '{{count}} new private texts',
};
