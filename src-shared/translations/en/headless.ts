/** What a room without a window says in its terminal. */
export const headless = {
  /** What a new room is called if nobody gave it a name. */
  roomOf: '{{name}}’s room',
  room: 'Room',
  hosting: 'The room “{{room}}” is open on port {{port}}.',
  kept: 'It is kept in {{folder}}.',
  invite: 'Invite link, good for 7 days and any number of people:\n  {{invite}}',
  key: 'Its key: {{words}} ({{key}}). Whoever joins for the first time compares the four words.',
  handOn: 'Hand on one of these addresses:',
  loopback: 'this computer only',
  local: 'the same network',
  public: 'the internet',
  acrossNetworks:
    'For people in other networks, forward port {{port}} on the router to this computer and hand on its public address.',
  ctrlC: 'Ctrl+C closes the room.',
  closing: 'The room is closing.',
  closed: 'The room is closed; everything said in it is on disk.',
  otherName:
    'This folder holds the room “{{subject}}”. Start it by that name, leave the name out, or choose another folder.',
};
