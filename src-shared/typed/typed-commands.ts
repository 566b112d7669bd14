/** What a word stands for that follows a typed command. */
export type TypedArgument =
  | 'text'
  | 'person'
  | 'group'
  | 'name'
  | 'place'
  | 'role'
  | 'reason'
  | 'penalty'
  | 'setting'
  | 'topic'
  | 'about'
  | 'knock'
  | 'device'
  | 'status'
  | 'presence'
  | 'message'
  | 'emoji'
  | 'file';

/**
 * The commands that can be typed where one writes, in windows and in the terminal, as the reference systems
 * have them. Their words for people are `typed.help_<key>`.
 */
export const typedCommands = [
  { word: '/users', key: 'users', takes: [] },
  { word: '/search_message', key: 'searchMessage', takes: ['text'] },
  { word: '/search_person', key: 'searchPerson', takes: ['person'] },
  { word: '/groups_view', key: 'groupsView', takes: [] },
  { word: '/group_view', key: 'groupView', takes: ['group'] },
  { word: '/group_name_add', key: 'groupNameAdd', takes: ['name'] },
  { word: '/group_name_remove', key: 'groupNameRemove', takes: ['group'] },
  { word: '/group_person_add', key: 'groupPersonAdd', takes: ['group', 'person'] },
  { word: '/group_person_remove', key: 'groupPersonRemove', takes: ['group', 'person'] },
  { word: '/group_message', key: 'groupMessage', takes: ['group', 'text'] },
  { word: '@PM', key: 'askPrivate', takes: ['person'] },
  { word: '/accept', key: 'acceptPrivate', takes: ['person'] },
  { word: '/decline', key: 'declinePrivate', takes: ['person'] },
  { word: '/compare', key: 'compare', takes: [] },
  { word: '/compared', key: 'compared', takes: [] },
  { word: 'EXIT PM', key: 'exitPrivate', takes: [] },
  { word: '/privacy', key: 'privacy', takes: [] },
  { word: '/password', key: 'password', takes: [] },
  { word: '/in', key: 'goTo', takes: ['place'] },
  { word: 'LOGOUT', key: 'logout', takes: [] },
  { word: 'exit', key: 'exit', takes: [] },
  { word: 'quit', key: 'quit', takes: [] },
  { word: '/topics', key: 'topics', takes: [] },
  { word: '/join', key: 'joinTopic', takes: ['topic'] },
  { word: '/leave', key: 'leaveTopic', takes: ['topic'] },
  { word: '/topic', key: 'topic', takes: ['topic'], rest: 'about' },
  { word: '/topic_name', key: 'topicName', takes: ['topic'], rest: 'name' },
  { word: '/archive', key: 'archiveTopic', takes: ['topic'] },
  { word: '/reopen', key: 'reopenTopic', takes: ['topic'] },
  { word: '/reply', key: 'reply', takes: ['text'], before: 'message' },
  { word: '/edit', key: 'edit', takes: ['text'], before: 'message' },
  { word: '/delete', key: 'delete', takes: [], before: 'message' },
  { word: '/react', key: 'react', takes: ['emoji'], before: 'message' },
  { word: '/pin', key: 'pin', takes: [], before: 'message' },
  { word: '/unpin', key: 'unpin', takes: [], before: 'message' },
  { word: '/send', key: 'send', takes: ['file'] },
  { word: '/save', key: 'save', takes: [], before: 'message' },
  { word: '/kick', key: 'kick', takes: ['person'], rest: 'reason' },
  { word: '/ban', key: 'ban', takes: ['person'], rest: 'penalty' },
  { word: '/unban', key: 'unban', takes: ['person'] },
  { word: '/bans', key: 'bans', takes: [] },
  { word: '/mute', key: 'mute', takes: ['person'], rest: 'penalty' },
  { word: '/unmute', key: 'unmute', takes: ['person'] },
  { word: '/role', key: 'role', takes: ['person'], rest: 'role' },
  { word: '/hand_over', key: 'handOver', takes: ['person'] },
  { word: '/record', key: 'record', takes: [] },
  { word: '/room', key: 'room', takes: ['setting'] },
  { word: '/group_readonly', key: 'groupReadOnly', takes: ['place'], rest: 'setting' },
  { word: '/knocks', key: 'knocks', takes: [] },
  { word: '/let_in', key: 'letIn', takes: ['knock'] },
  { word: '/turn_away', key: 'turnAway', takes: ['knock'] },
  { word: '/status', key: 'status', takes: [], rest: 'status' },
  { word: '/presence', key: 'presence', takes: ['presence'] },
  { word: '/devices', key: 'devices', takes: [] },
  { word: '/sign_out', key: 'signOut', takes: ['device'] },
  { word: '/reset_code', key: 'resetCode', takes: ['person'] },
  { word: '/help', key: 'help', takes: [] },
] as const satisfies readonly TypedCommand[];

export type TypedCommand = {
  word: string;
  key: string;
  takes: readonly TypedArgument[];
  /** What may follow, behind a `~` if anything stands before it. */
  rest?: TypedArgument;
  /** What may stand before a `~` and what it takes, or alone where it takes nothing: the number of a message. */
  before?: 'message';
};
export type TypedKey = (typeof typedCommands)[number]['key'];
export type TypedWord = (typeof typedCommands)[number]['word'];

/** Names as they were typed; empty if they were not. */
export type Given = Record<TypedArgument, string>;
export const nothingGiven: Given = {
  text: '',
  person: '',
  group: '',
  name: '',
  place: '',
  role: '',
  reason: '',
  penalty: '',
  setting: '',
  topic: '',
  about: '',
  knock: '',
  device: '',
  status: '',
  presence: '',
  message: '',
  emoji: '',
  file: '',
};
