/** What somebody missed. */
export const away = {
  title: 'While you were away',
  open: 'What I missed while I was away',
  dismiss: 'Put away',
  mentions_one: '{{count}} mention of you',
  mentions_other: '{{count}} mentions of you',
  questions_one: '{{count}} question to you',
  questions_other: '{{count}} questions to you',
  announcements_one: '{{count}} announcement',
  announcements_other: '{{count}} announcements',
  mostAnswered_one: 'Most answered: {{count}} answer',
  mostAnswered_other: 'Most answered: {{count}} answers',
  emptyTitle: 'You have missed nothing',
  emptyText:
    'Come back after half an hour or more, and mentions, questions to you and announcements that you have not read stand here.',
};
