/** What is said of those whom a message mentions. */
export const mentions = {
  everyone: 'everyone',
  allHere: 'All who read here',
  means_mention: 'Mentions you:',
  means_keyword: 'One of your words:',
};
