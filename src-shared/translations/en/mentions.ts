/** What is said of those whom a message mentions. */
export const mentions = {
  everyone: 'everyone',
  allHere: 'All who read here',
  forYou: 'Mentions you:',
};
