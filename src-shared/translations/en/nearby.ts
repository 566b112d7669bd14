/** Rooms of the same network, under Join. */
export const nearby = {
  title: 'Nearby',
  looking: 'Rooms on the same network show here.',
  people_one: '{{count}} person',
  people_other: '{{count}} people',
  gone: 'Does not answer',
  invited: 'New people need an invite',
  alike: 'Another room has a name like this. The key of this one: {{words}}',
  hidden_one: '{{count}} more is hidden: there are too many to show. Ask for the address instead.',
  hidden_other:
    '{{count}} more are hidden: there are too many to show. Ask for the address instead.',
  'problem_no-network':
    'This computer is on no network, so no room nearby can be seen. Connect it to a Wi-Fi or a cable.',
  'problem_port-taken':
    'Rooms nearby cannot be seen: another program keeps UDP port 5353 for itself. Enter the address instead.',
  'problem_not-allowed':
    'Rooms nearby cannot be seen: this computer does not let Oda look for them. Enter the address instead.',
};
